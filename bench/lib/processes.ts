import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { forgetProcess, watchProcess } from './guard.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Server = { pid: number; port: number; stop(): Promise<void> };

/**
 * A Node process of its own that serves HTTP, ready when its port answers.
 * @param script relative to the project
 * @throws Error with the end of what it said when it ends instead
 */
export async function startServer(
  script: string,
  options: { port: number; env: Record<string, string>; nodeArgs?: string[] },
): Promise<Server> {
  const { port, env, nodeArgs = [] } = options;
  const child = startProcess(script, { env: { ...env, PORT: String(port) }, nodeArgs });
  while (!(await answers(port))) child.mustRun();
  return { pid: child.pid, port, stop: child.stop };
}

/** A Node process of its own. What it prints is thrown away, as a log on a fast disk would be. */
export function startProcess(
  script: string,
  options: { env: Record<string, string>; nodeArgs?: string[] },
): { pid: number; mustRun(): void; stop(): Promise<void> } {
  let complaints = '';
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), script], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
  });
  const pid = child.pid as number;
  watchProcess(pid);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid,
    mustRun() {
      if (hasEnded(child)) throw new Error(`${script} ended: ${complaints.trim()}`);
    },
    async stop() {
      if (!hasEnded(child)) child.kill('SIGTERM');
      await gone;
      forgetProcess(pid);
    },
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function answers(port: number): Promise<boolean> {
  try {
    await (await fetch(`http://127.0.0.1:${port}/healthz`)).arrayBuffer();
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return false;
  }
}

/** The environment of api and worker on a database, with nothing behind the addresses of the vendors. */
export function ownEnvironment(
  databaseUrl: string,
  change: Record<string, string> = {},
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: 'http://localhost:4400',
    SIGN_IN_SECRET: randomBytes(32).toString('hex'),
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_HOST: '127.0.0.1',
    STRIPE_PORT: '9',
    STRIPE_PROTOCOL: 'http',
    STRIPE_WEBHOOK_SECRET: 'whsec_bench',
    S3_ENDPOINT: 'http://127.0.0.1:9',
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'backlot',
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: 'bench',
    S3_SECRET_ACCESS_KEY: 'bench',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'Backlot <hello@backlot.example>',
    ...change,
  };
}
