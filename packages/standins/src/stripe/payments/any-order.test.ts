import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '../errors.ts';
import { type Control, startStripe } from '../index.ts';
import { type Bench, SECRET_KEY, sessionParams, startBench } from '../testing.ts';

let dataDir: string;
let bench: Bench;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'stripe-any-order-'));
  bench = await startBench({ webhooks: [], dataDir });
});
afterAll(async () => {
  await bench.stop();
  rmSync(dataDir, { recursive: true });
});

const CARDS = ['4242424242424242', '4000000000000002', '4000002500003155', '4000000000000259'];

/** Something that a person, the product or the clock may do to a session at any time. */
const step = fc.oneof(
  fc
    .constantFrom(...CARDS)
    .map((card) => ({ does: `pay ${card}`, run: (c: Control, id: string) => c.pay(id, { card }) })),
  fc.constantFrom('complete' as const, 'fail' as const).map((result) => ({
    does: `authenticate ${result}`,
    run: (c: Control, id: string) => c.authenticate(id, result),
  })),
  fc.constantFrom('succeeded' as const, 'failed' as const).map((outcome) => ({
    does: `settle ${outcome}`,
    run: (c: Control, id: string) => c.settle(id, outcome),
  })),
  fc.integer({ min: 1, max: 1500 }).map((amount) => ({
    does: `refund ${amount}`,
    run: (c: Control, id: string) => c.refund(id, { amount }),
  })),
  fc.constantFrom('won' as const, 'lost' as const).map((outcome) => ({
    does: `dispute ${outcome}`,
    run: (c: Control, id: string) => c.closeDispute(id, outcome),
  })),
  fc.constant({ does: 'debit', run: (c: Control, id: string) => c.pay(id, { debit: '000123456789' }) }),
  fc.constant({ does: 'dispute', run: (c: Control, id: string) => c.dispute(id) }),
  fc.constant({ does: 'expire', run: (c: Control, id: string) => c.expire(id) }),
);

const FOLLOWS: Record<string, string[]> = {
  'open unpaid': ['complete paid', 'complete unpaid', 'expired unpaid'],
  'complete unpaid': ['complete paid'],
  'complete paid': [],
  'expired unpaid': [],
};

function stateOf(id: string): string {
  const session = bench.standIn.control.sessions().find((one) => one.id === id);
  return `${session?.status} ${session?.payment_status}`;
}

test('in whatever order things happen, a session goes forward, is charged once, and gives back no more', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { id } = await bench.stripe.checkout.sessions.create(sessionParams());
      let before = stateOf(id);
      for (const { run } of steps) {
        try {
          run(bench.standIn.control, id);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
        const after = stateOf(id);
        if (after !== before) expect(FOLLOWS[before]).toContain(after);
        before = after;
      }
      const session = await bench.stripe.checkout.sessions.retrieve(id);
      const intent = session.payment_intent;
      if (typeof intent !== 'string') return;
      const charges = await bench.stripe.charges.list({ payment_intent: intent, limit: 100 });
      const paid = charges.data.filter(({ status }) => status === 'succeeded');
      expect(paid.length).toBe(session.payment_status === 'paid' ? 1 : 0);
      const refunds = await bench.stripe.refunds.list({ payment_intent: intent, limit: 100 });
      const sum = refunds.data.reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBe(paid[0]?.amount_refunded ?? 0);
      expect(sum).toBeLessThanOrEqual(paid[0]?.amount ?? 0);
    }),
    { numRuns: 60 },
  );
  expect(bench.breaches).toEqual([]);
});

test('and all of it is there after a restart', async () => {
  const before = JSON.stringify([bench.standIn.control.sessions(), bench.standIn.control.events()]);
  await bench.standIn.stop();
  const { host, port } = bench.standIn;
  const again = await startStripe({ secretKey: SECRET_KEY, dataDir, host, port });
  expect(JSON.stringify([again.control.sessions(), again.control.events()])).toBe(before);
  await again.stop();
});
