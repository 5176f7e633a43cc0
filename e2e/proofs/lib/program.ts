import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of the product, started as in production. */
export type Program = {
  /** Whether it still runs. */
  isAlive(): boolean;
  /** `kill -9`: no handler of the process runs. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** The last lines it wrote, for a proof that fails. */
  said(): string[];
};

const mains = {
  api: fileURLToPath(new URL('../../../apps/api/src/main.ts', import.meta.url)),
  worker: fileURLToPath(new URL('../../../apps/worker/src/main.ts', import.meta.url)),
};
const upWords = { api: '"listening"', worker: '"working"' };

/** Starts one and waits until it says that it is up. */
export async function startProgram(name: keyof typeof mains, env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(process.execPath, [mains[name]], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const isUp = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > 400) lines.shift();
        if (line.includes(upWords[name])) resolve();
      });
    child.once('exit', (code) => reject(new Error(`the ${name} ended with ${code}:\n${lines.join('\n')}`)));
  });
  await isUp;
  return {
    isAlive: () => isRunning(child),
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    said: () => [...lines],
  };
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
