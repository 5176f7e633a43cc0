/**
 * `npm start` (and `npm run dev` with `--dev`): stand-ins, migrations, demo, web app, api and worker, all behind one address.
 * Stays in the foreground; Ctrl-C stops everything in order.
 */
import { fileURLToPath } from 'node:url';
import { plainError } from './lib/plain-error.ts';
import { stopOnSignals } from './lib/signals.ts';
import { startEverything } from './start/everything.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const interrupted = stopOnSignals();
const say = (line: string) => console.log(line);

try {
  const running = await startEverything({ root, dev: process.argv.includes('--dev'), interrupted, say });
  if (!interrupted.aborted) say(running.greeting);
  if (!interrupted.aborted) await new Promise((resolve) => interrupted.addEventListener('abort', resolve));
  say('\nStopping …');
  await running.stop();
  process.exit(0);
} catch (error) {
  if (interrupted.aborted) process.exit(130);
  console.error(`\n${plainError(error)}`);
  process.exit(1);
}
