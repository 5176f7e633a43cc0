import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from '../lib/guard.ts';
import { tailOf } from './tail.ts';

export type Supervised = {
  name: string;
  state(): string;
  /** The hard way, with all that it started; it is started again. */
  kill(): void;
  /** SIGTERM, patience, then the hard way. It is not started again. */
  stop(): Promise<void>;
  /** How it ended, with the end of its log, once it has failed so often that it will not come up; else undefined. */
  hopeless(): Promise<string | undefined>;
};

type Options = {
  name: string;
  /** Arguments of node. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** What it prints is added here. */
  log: string;
  guard: Guard;
  say: (line: string) => void;
};

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
/** A life this long counts as having come up. */
const CAME_UP_MS = 20_000;
const STOP_PATIENCE_MS = 15_000;
const MOST_LOG_BYTES = 20_000_000;
const HOPELESS_AFTER = 3;
/** BSD's EX_CONFIG: the configuration is wrong, so another try would end the same way. */
const WRONG_CONFIGURATION = 78;

/** Runs a program of the product in a process group of its own, and starts it again when it ends, ever more slowly. */
export function supervise({ name, args, cwd, env, log, guard, say }: Options): Supervised {
  let child: ChildProcess | undefined;
  let failures = 0;
  let lastEnd = '';
  const stopping = new AbortController();
  const life = live();

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const ending = await once();
      if (stopping.signal.aborted) return;
      failures = Date.now() - startedAt > CAME_UP_MS ? 1 : failures + 1;
      lastEnd = `The ${name} ended (${ending}).`;
      if (ending === `code ${WRONG_CONFIGURATION}`) failures = HOPELESS_AFTER;
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
      if (failures < HOPELESS_AFTER) say(`${lastEnd} It is started again.`);
      await appendFile(log, `-- ${new Date().toISOString()} ${lastEnd}\n`);
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function once(): Promise<string> {
    await rotate(log);
    const file = await open(log, 'a', 0o600);
    const started = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ['ignore', file.fd, file.fd],
      detached: true,
    });
    child = started;
    const ended = new Promise<string>((resolve) => {
      started.once('error', (error) => resolve(error.message));
      started.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code}`));
    });
    await file.close();
    const { pid } = started;
    if (pid) guard.watch(pid, 'group');
    const ending = await ended;
    if (pid) {
      killGroup(pid);
      guard.forget(pid);
    }
    child = undefined;
    return ending;
  }

  return {
    name,
    state: () =>
      child?.pid ? `Running as process ${child.pid}.` : `${lastEnd} It is about to be started again.`,
    kill: () => {
      if (child?.pid) killGroup(child.pid);
    },
    async stop() {
      stopping.abort();
      child?.kill('SIGTERM');
      const patience = setTimeout(() => child?.pid && killGroup(child.pid), STOP_PATIENCE_MS);
      await life;
      clearTimeout(patience);
    },
    async hopeless() {
      if (failures < HOPELESS_AFTER) return undefined;
      return `${lastEnd} The end of ${log}:\n${await tailOf(log)}`;
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** Keeps one older log. */
async function rotate(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size > MOST_LOG_BYTES) await rename(log, `${log}.1`);
}
