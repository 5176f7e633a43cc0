import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { freePort } from '@backlot/standins';
import { until } from './until.ts';

export type RunningRedis = Awaited<ReturnType<typeof startRedis>>;

/**
 * A real Valkey or Redis on a free port of loopback, which keeps nothing. REDIS_SERVER_PATH names the program; `npm test`
 * sets it.
 */
export async function startRedis() {
  const program = process.env.REDIS_SERVER_PATH;
  if (!program)
    throw new Error(
      'REDIS_SERVER_PATH is not set: run the tests by `npm test`, which finds a Valkey or Redis.',
    );
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    child = spawn(program, flags, { argv0: 'redis-server', stdio: 'ignore' });
    await until('the Redis', () => answers(port));
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    url: `redis://127.0.0.1:${port}`,
    /** As a crash ends it. */
    kill: () => end('SIGKILL'),
    /** It holds its connections and answers nothing. */
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    start,
    async stop() {
      child.kill('SIGCONT');
      await end('SIGTERM');
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
    socket.write('PING\r\n');
  });
}
