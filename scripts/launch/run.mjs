import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MS = 1_000;

/**
 * Runs a TypeScript script on the product's node and waits for it. Signals are handed on; the channel tells the script when this
 * process is killed. A killed npm leaves us behind: then the script is stopped as if the terminal had closed. (npm is our parent
 * since the commands in package.json begin with `exec`, which leaves no shell in between.)
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {string[]} args script and its arguments, relative to root
 * @returns {Promise<number>} the exit code, 128 + signal for a script that was killed
 */
export function runScript(root, tools, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(tools.node, args, {
      cwd: root,
      env: tools.env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));

    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGHUP');
    }, PARENT_CHECK_MS);

    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      for (const name of FORWARDED) process.removeAllListeners(name);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}
