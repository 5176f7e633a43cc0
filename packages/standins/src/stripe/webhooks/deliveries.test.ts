import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startStripe } from '../index.ts';
import { type Bench, SECRET_KEY, sessionParams, startBench, until, WEBHOOK_SECRET } from '../testing.ts';
import { ORDINARY, retryDelayMs } from './delivery.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(async () => {
  await bench.stop();
  expect(bench.receiver.refused).toEqual([]);
  expect(bench.breaches).toEqual([]);
});

async function paid(): Promise<string> {
  const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
  bench.standIn.control.pay(id);
  return id;
}

const OF_A_PAYMENT = [
  'charge.succeeded',
  'checkout.session.completed',
  'payment_intent.created',
  'payment_intent.succeeded',
];

test('each event arrives once, signed', async () => {
  await paid();
  await bench.receiver.waitFor(4);
  expect(bench.receiver.types().sort()).toEqual(OF_A_PAYMENT);
  await until(() => bench.standIn.control.deliveries({ status: 'delivered' }).length === 4);
  const [event] = bench.standIn.control.events('checkout.session.completed');
  expect(event?.pending_webhooks).toBe(0);
});

test('duplicates bring each event that many times more', async () => {
  bench.standIn.control.setDelivery({ duplicates: 2 });
  await paid();
  await bench.receiver.waitFor(12);
  const ids = bench.receiver.events.map((event) => event.id);
  expect(new Set(ids).size).toBe(4);
});

test('hold queues, release lets go', async () => {
  bench.standIn.control.setDelivery({ hold: true });
  await paid();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bench.receiver.events).toEqual([]);
  expect(bench.standIn.control.deliveries({ status: 'held' })).toHaveLength(4);
  expect(bench.standIn.control.release()).toBe(4);
  await bench.receiver.waitFor(4);
  expect(bench.standIn.control.delivery().hold).toBe(false);
});

test('reorder sends a burst backwards', async () => {
  bench.standIn.control.setDelivery({ reorder: true });
  await paid();
  await bench.receiver.waitFor(4);
  expect(bench.receiver.types()[0]).toBe('checkout.session.completed');
  expect(bench.receiver.types()[3]).toBe('payment_intent.created');
});

test('dropped events come only when they are sent again', async () => {
  bench.standIn.control.setDelivery({ drop: 4 });
  await paid();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bench.receiver.events).toEqual([]);
  const [completed] = bench.standIn.control.events('checkout.session.completed');
  bench.standIn.control.resend(completed?.id ?? '');
  await bench.receiver.waitFor(1);
  expect(bench.receiver.events[0]?.id).toBe(completed?.id);
});

test('a delay is kept by the clock', async () => {
  bench.standIn.control.setDelivery({ delayMs: 60_000 });
  await paid();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bench.receiver.events).toEqual([]);
  bench.standIn.control.advance(60);
  await bench.receiver.waitFor(4);
});

describe('an endpoint that fails', () => {
  test('is tried again, at growing intervals, and each try is noted', async () => {
    bench.standIn.control.setDelivery({ retryFirstMs: 20 });
    bench.receiver.answers.push(500, 500, 500, 500, 302, 404);
    await paid();
    await bench.receiver.waitFor(10);
    await until(() => bench.standIn.control.deliveries({ status: 'delivered' }).length === 4);
    const attempts = bench.standIn.control.deliveries().flatMap((delivery) => delivery.attempts);
    expect(attempts.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 200, 302, 404, 500, 500, 500, 500,
    ]);
  });

  test('waits twice as long each time, an hour at most', () => {
    const waits = [1, 2, 3, 4, 13].map((failures) => retryDelayMs(failures, ORDINARY));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 3_600_000]);
  });

  test('is given up after the last attempt', async () => {
    bench.standIn.control.setDelivery({ retryFirstMs: 1, maxAttempts: 2 });
    bench.receiver.answers.push(...Array.from({ length: 8 }, () => 503));
    await paid();
    await until(() => bench.standIn.control.deliveries({ status: 'failed' }).length === 4);
    expect(bench.receiver.events).toHaveLength(8);
  });

  test('that does not answer is left after the timeout', async () => {
    const silent = await startBench();
    silent.standIn.control.setWebhooks([{ url: 'http://127.0.0.1:9/', secret: WEBHOOK_SECRET }]);
    silent.standIn.control.setDelivery({ timeoutMs: 50 });
    const { id } = await silent.stripe.checkout.sessions.create(sessionParams());
    silent.standIn.control.expire(id);
    const [delivery] = silent.standIn.control.deliveries();
    await until(() => silent.standIn.control.deliveries()[0]?.attempts.length === 1);
    expect(delivery?.type).toBe('checkout.session.expired');
    expect(silent.standIn.control.deliveries()[0]).toMatchObject({ status: 'pending' });
    await silent.stop();
  });
});

test('what was not delivered is delivered after a restart, to where the product stands now', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stripe-standin-'));
  const gone = { url: 'http://127.0.0.1:9/', secret: WEBHOOK_SECRET };
  const first = await startBench({ dataDir, webhooks: [gone] });
  first.standIn.control.setDelivery({ retryFirstMs: 100_000 });
  const { id } = await first.stripe.checkout.sessions.create(sessionParams());
  first.standIn.control.pay(id);
  await until(() => first.standIn.control.deliveries().every(({ attempts }) => attempts.length === 1));
  await first.stop();
  const webhooks = [{ url: bench.receiver.url, secret: WEBHOOK_SECRET }];
  const second = await startStripe({ secretKey: SECRET_KEY, dataDir, webhooks });
  second.control.advance(100);
  await bench.receiver.waitFor(4);
  expect(second.control.sessions()[0]).toMatchObject({ id, payment_status: 'paid' });
  await second.stop();
  rmSync(dataDir, { recursive: true });
});
