import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, sessionParams, startBench } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ webhooks: [] });
});
afterAll(() => bench.stop());

async function command(name: string, body: unknown) {
  const response = await fetch(`${bench.standIn.url}/_control/${name}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function query(path: string) {
  return (await fetch(`${bench.standIn.url}/_control/${path}`)).json();
}

const newSession = async () => (await bench.stripe.checkout.sessions.create(sessionParams())).id;

test('pays, refunds, disputes and closes over HTTP', async () => {
  const session = await newSession();
  expect((await command('pay', { session })).json).toMatchObject({ outcome: 'completed' });
  expect((await command('refund', { id: session, amount: 100 })).json).toMatchObject({ amount: 100 });
  expect((await command('dispute', { id: session })).json).toMatchObject({ status: 'needs_response' });
  expect((await command('close-dispute', { id: session, outcome: 'lost' })).json).toMatchObject({
    status: 'lost',
  });
});

test('authenticates, settles, expires', async () => {
  const [first, second, third] = [await newSession(), await newSession(), await newSession()];
  const asked = await command('pay', { session: first, card: '4000002500003155' });
  expect(asked.json).toMatchObject({ outcome: 'authenticate' });
  expect((await command('authenticate', { session: first, result: 'complete' })).json).toMatchObject({
    outcome: 'completed',
  });
  await command('pay', { session: second, debit: '000123456789' });
  expect((await command('settle', { id: second, outcome: 'succeeded' })).status).toBe(200);
  expect((await command('expire', { session: third })).json).toMatchObject({ status: 'expired' });
});

test('sets how deliveries behave, and refuses what it does not know', async () => {
  expect((await command('delivery', { duplicates: 2, hold: true })).json).toMatchObject({
    duplicates: 2,
    hold: true,
  });
  expect(await query('delivery')).toMatchObject({ duplicates: 2, hold: true });
  for (const body of [{ colour: 'red' }, { duplicates: 'two' }, { constructor: 1 }]) {
    expect((await command('delivery', body)).status).toBe(400);
  }
  expect((await command('settings', { settleAfterSeconds: 5 })).json).toMatchObject({
    settleAfterSeconds: 5,
  });
});

test('targets, release, resend, clock', async () => {
  await command('webhooks', { url: bench.receiver.url, secret: 'whsec_standin' });
  await command('delivery', { duplicates: 0, hold: true });
  await command('expire', { session: await newSession() });
  expect((await command('release', '')).json).toEqual({ released: 1 });
  await bench.receiver.waitFor(1);
  const [event] = (await query('events?type=checkout.session.expired')) as { id: string }[];
  expect(event).toBeDefined();
  await command('resend', { event: bench.receiver.events[0]?.id });
  await bench.receiver.waitFor(2);
  expect(bench.receiver.events[1]?.id).toBe(bench.receiver.events[0]?.id);
  const before = ((await query('clock')) as { now: number }).now;
  expect((await command('advance', { seconds: 60 })).json.now).toBeGreaterThanOrEqual(before + 60);
});

test('bad input is an error, not a failure', async () => {
  expect((await command('pay', 'not json')).status).toBe(400);
  expect((await command('pay', '[]')).status).toBe(400);
  expect((await command('pay', {})).status).toBe(400);
  expect((await command('pay', { session: 'cs_x' })).status).toBe(404);
  expect((await command('close-dispute', { id: 'x', outcome: 'draw' })).status).toBe(400);
  expect((await command('fly', {})).status).toBe(404);
  expect((await fetch(`${bench.standIn.url}/_control/fly`)).status).toBe(404);
  expect((await fetch(`${bench.standIn.url}/_control/constructor`)).status).toBe(404);
});
