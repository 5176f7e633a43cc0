import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  clientOf,
  type Receiver,
  SECRET_KEY,
  sessionParams,
  startReceiver,
  WEBHOOK_SECRET,
} from './testing.ts';

let dataDir: string;
let receiver: Receiver;
let running: ChildProcess | undefined;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'stripe-main-'));
  receiver = await startReceiver();
});
afterEach(() => {
  running?.kill('SIGKILL');
  receiver.stop();
  rmSync(dataDir, { recursive: true });
});

async function start(): Promise<{ url: URL; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      STRIPE_PORT: '0',
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_URL: receiver.url,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  if (!child.stdout) throw new Error('the process has no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url: new URL((JSON.parse(line) as { url: string }).url), child };
}

test('runs by itself, stops on SIGTERM, and survives being killed', async () => {
  const first = await start();
  const stripe = clientOf({ host: first.url.hostname, port: Number(first.url.port) });
  const { id } = await stripe.checkout.sessions.create(sessionParams());
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await start();
  const again = clientOf({ host: second.url.hostname, port: Number(second.url.port) });
  const session = await again.checkout.sessions.retrieve(id);
  expect(session.url).toBe(`${second.url.origin}/pay/${id}`);
  await again.checkout.sessions.expire(id);
  await receiver.waitFor(1);
  expect(receiver.types()).toEqual(['checkout.session.expired']);

  second.child.kill('SIGTERM');
  const [code] = await once(second.child, 'exit');
  expect(code).toBe(0);
});
