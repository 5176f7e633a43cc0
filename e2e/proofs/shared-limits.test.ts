import { freePort } from '@backlot/standins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningRedis, startRedis } from '../lib/redis.ts';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';

/** Of the two processes: `calls` as the product has it, and a short window that a test can look at more than once. */
const windowMs = 1_000;
const most = 7;

let redis: RunningRedis;
let grounds: Grounds;
const ports: number[] = [];

beforeAll(async () => {
  [redis, grounds] = await Promise.all([startRedis(), openGrounds()]);
  ports.push(await freePort(), await freePort());
  await Promise.all(
    ports.map((port) =>
      grounds.startApi({
        PORT: String(port),
        API_INSTANCES: '2',
        REDIS_URL: redis.url,
        TRUSTED_PROXIES: '1',
        RATE_LIMIT_REFUSED_WEBHOOKS: `${most}/${windowMs / 1_000}`,
      }),
    ),
  );
});
afterAll(async () => {
  await grounds?.close();
  await redis?.stop();
});

let lastAddress = 0;
const freshAddress = () => `198.51.100.${++lastAddress}`;

const portOf = (turn: number) => ports[turn % ports.length] as number;

async function call(port: number, address: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/auth.me`, {
    headers: { 'x-forwarded-for': address },
  });
  await response.arrayBuffer();
  return response.status;
}

/** How many of so many calls at once are let in. */
async function letIn(count: number, address: string, port?: number): Promise<number> {
  const statuses = await Promise.all(
    Array.from({ length: count }, (_, turn) => call(port ?? portOf(turn), address)),
  );
  expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

it('two processes let exactly one limit in together', async () => {
  expect(await letIn(260, freshAddress())).toBe(100);
});

it('never lets more than the limit into any window, while both are asked without a pause', async () => {
  const address = freshAddress();
  const admitted: { before: number; after: number }[] = [];
  let asked = 0;
  const end = performance.now() + 3.2 * windowMs;
  const ask = async (turn: number) => {
    while (performance.now() < end) {
      const before = performance.now();
      const response = await fetch(`http://127.0.0.1:${portOf(turn)}/api/webhooks/stripe`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address },
        body: '{}',
      });
      asked += 1;
      if (response.status === 400) admitted.push({ before, after: performance.now() });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, turn) => ask(turn)));
  // Each was let in between the two moments; more than the limit in a span shorter than the window is a broken promise.
  const inOneWindow = admitted.map(
    ({ before }) => admitted.filter((one) => one.before >= before && one.after < before + windowMs).length,
  );
  expect(Math.max(...inOneWindow)).toBeLessThanOrEqual(most);
  // And what was asked for all the time was let in again when it might be: at the start and after each window.
  expect(admitted.length).toBeGreaterThanOrEqual(3 * most);
  expect(asked).toBeGreaterThan(10 * most);
  console.log(`proof shared-limits: ${asked} asked of two processes, ${admitted.length} let in`);
});

it('keeps the house open and limited while the Redis is down, and shares again when it is back', async () => {
  await redis.kill();
  const address = freshAddress();
  // Each process by what it knows itself.
  expect(await letIn(130, address, ports[0])).toBe(100);
  expect(await letIn(130, address, ports[1])).toBe(100);
  await redis.start();
  await until(
    'a shared limit',
    () => letIn(220, freshAddress()),
    (count) => count === 100,
  );
});

it('does not wait for a Redis that answers nothing', async () => {
  redis.freeze();
  const started = performance.now();
  expect(await letIn(40, freshAddress())).toBe(40);
  expect(await letIn(40, freshAddress())).toBe(40);
  expect(performance.now() - started).toBeLessThan(3_000);
  redis.thaw();
  await until(
    'a shared limit',
    () => letIn(220, freshAddress()),
    (count) => count === 100,
  );
});
