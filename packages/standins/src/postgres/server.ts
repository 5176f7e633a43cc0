import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.ts';
import type { Account } from './account.ts';

export type ServerProcess = {
  port: number;
  pid: number;
  /** When the process has ended, whatever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
};

export type ServerOptions = {
  tools: string;
  cluster: string;
  log: string;
  account: Account | undefined;
  durable: boolean;
  port?: number;
};

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const ATTEMPTS = 20;

/**
 * Starts the server and waits until it takes connections. Tries again when a chosen port was taken in between, or while the last
 * children of a killed server still hold its shared memory.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const child = await launch(options, port);
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (await isReady(child, options.cluster)) {
      return { port, pid: child.pid as number, exited, stop: () => stop(child) };
    }

    const log = await readFile(options.log, 'utf8').catch(() => '');
    const portTaken = /could not bind|Address already in use/i.test(log);
    const stillHeld = /pre-existing shared memory block|lock file "postmaster.pid" already exists/i.test(log);
    if (attempt === ATTEMPTS || !(stillHeld || (portTaken && options.port === undefined))) {
      const why = portTaken ? `Port ${port} is taken.` : log.trim().split('\n').slice(-8).join('\n');
      throw new Error(`Postgres did not start. ${why}`);
    }
    await sleep(250);
  }
}

/** No variable of the caller's own Postgres tools, and messages in English, since they are read here. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** In a process group of its own, so that Ctrl-C reaches it only through `stop`. */
async function launch(options: ServerOptions, port: number): Promise<ChildProcess> {
  const { tools, cluster, account, durable } = options;
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const log = await open(options.log, 'w', 0o600);
  try {
    const child = spawn(
      join(tools, 'bin', 'postgres'),
      ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...account,
        cwd: dirname(cluster),
        env: serverEnvironment(),
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
      },
    );
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return child;
  } finally {
    await log.close();
  }
}

/** The eighth line of postmaster.pid says "ready" once connections are taken; this is how pg_ctl waits too. */
async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(15);
  }
  await stop(child);
  return false;
}

/** A fast shutdown (SIGINT), then an immediate one, then the hard way. */
async function stop(child: ChildProcess): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<true>((resolve) => child.once('exit', () => resolve(true)));
    child.kill(signal);
    const patience = new AbortController();
    const ended = await Promise.race([gone, sleep(STOP_TIMEOUT_MS, false, { signal: patience.signal })]);
    patience.abort();
    if (ended) return;
  }
}
