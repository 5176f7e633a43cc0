/**
 * The one entry of every npm command: `node scripts/launch.mjs <start|dev|test|check|bench|doctor> [args]`.
 * Runs on Node 20 with nothing installed. Fetches the toolchain and the packages when they are missing, then hands over to
 * `scripts/<command>.ts` on Node 24.
 */
import { fileURLToPath } from 'node:url';
import { explain } from './launch/explain.mjs';
import { prepare } from './launch/prepare.mjs';
import { runScript } from './launch/run.mjs';

/** Command → script and the arguments it always gets. */
const COMMANDS = {
  start: ['scripts/start.ts'],
  dev: ['scripts/start.ts', '--dev'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  bench: ['scripts/bench.ts'],
  doctor: ['scripts/doctor.ts'],
};

const [command = '', ...args] = process.argv.slice(2);
const script = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
if (!script) {
  console.error(`Usage: node scripts/launch.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`);
  process.exit(2);
}

try {
  const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
  const tools = await prepare(root);
  process.exitCode = await runScript(root, tools, [...script, ...args]);
} catch (error) {
  console.error(`\n${explain(error)}`);
  process.exitCode = 1;
}
