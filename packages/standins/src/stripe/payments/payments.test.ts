import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, sessionParams, startBench, until } from '../testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.stop();
  expect(bench.breaches).toEqual([]);
  expect(bench.receiver.refused).toEqual([]);
});

async function newSession(unitAmount = 1900, currency = 'usd'): Promise<string> {
  return (await bench.stripe.checkout.sessions.create(sessionParams({}, unitAmount, currency))).id;
}

/** The types of the events that name one of these objects, in their order. */
function typesFrom(start: number): string[] {
  return bench.standIn.control
    .events()
    .slice(start)
    .map((event) => event.type);
}

const mark = () => bench.standIn.control.events().length;
const session = (id: string) => bench.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });

describe('a card', () => {
  test('that is good completes the session as paid', async () => {
    const id = await newSession();
    const start = mark();
    const { outcome, redirect } = bench.standIn.control.pay(id, { email: 'ada@example.com' });
    expect(outcome).toBe('completed');
    expect(redirect).toBe(`https://backlot.test/paid?session=${id}`);
    expect(await session(id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'ada@example.com' },
      payment_intent: { status: 'succeeded', amount_received: 1900 },
    });
    expect(typesFrom(start)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect(() => bench.standIn.control.pay(id)).toThrow(/complete/);
  });

  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
    ['4000000000000119', 'processing_error', 'processing_error'],
  ])('%s is declined, and the session stays open for another', async (card, code, decline_code) => {
    const id = await newSession();
    const start = mark();
    expect(bench.standIn.control.pay(id, { card })).toMatchObject({
      outcome: 'declined',
      code: decline_code,
    });
    expect(await session(id)).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { type: 'card_error', code, decline_code },
      },
    });
    expect(typesFrom(start)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
    expect(bench.standIn.control.pay(id).outcome).toBe('completed');
    expect(await session(id)).toMatchObject({ payment_intent: { last_payment_error: null } });
  });

  test('that asks for 3-D Secure waits for the answer', async () => {
    const id = await newSession();
    const card = '4000002500003155';
    expect(bench.standIn.control.pay(id, { card }).outcome).toBe('authenticate');
    expect(await session(id)).toMatchObject({
      status: 'open',
      payment_intent: { status: 'requires_action', next_action: { type: 'redirect_to_url' } },
    });
    const start = mark();
    expect(bench.standIn.control.authenticate(id, 'fail').outcome).toBe('declined');
    expect(typesFrom(start)).toEqual(['payment_intent.payment_failed']);
    expect(() => bench.standIn.control.authenticate(id, 'complete')).toThrow(/no authentication/);
    expect(bench.standIn.control.pay(id, { card, authentication: 'complete' }).outcome).toBe('completed');
    const [charge] = (await bench.stripe.charges.list({ limit: 1 })).data;
    expect(charge?.payment_method_details?.card?.three_d_secure?.result).toBe('authenticated');
  });

  test('can pass 3-D Secure and still be declined', async () => {
    const id = await newSession();
    const result = bench.standIn.control.pay(id, { card: '4000008260003178', authentication: 'complete' });
    expect(result).toMatchObject({ outcome: 'declined', code: 'insufficient_funds' });
  });
});

describe('a bank debit', () => {
  test.each([
    ['usd', '000123456789', 'us_bank_account'],
    ['eur', 'DE89370400440532013000', 'sepa_debit'],
  ])('in %s completes unpaid, and pays later', async (currency, debit, type) => {
    const id = await newSession(1900, currency);
    const start = mark();
    bench.standIn.control.pay(id, { debit });
    const waiting = await session(id);
    expect(waiting).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'processing' },
    });
    bench.standIn.control.settle(id, 'succeeded');
    expect(await session(id)).toMatchObject({
      payment_status: 'paid',
      payment_intent: { status: 'succeeded' },
    });
    expect(typesFrom(start)).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'checkout.session.completed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ]);
    const [charge] = (await bench.stripe.charges.list({ limit: 1 })).data;
    expect(charge?.payment_method_details?.type).toBe(type);
    expect(() => bench.standIn.control.settle(id, 'failed')).toThrow(/succeeded, not processing/);
  });

  test('can fail', async () => {
    const id = await newSession();
    bench.standIn.control.pay(id, { debit: '000222222227' });
    const start = mark();
    bench.standIn.control.settle(id, 'failed');
    expect(await session(id)).toMatchObject({
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method' },
    });
    expect(typesFrom(start)).toEqual([
      'charge.failed',
      'payment_intent.payment_failed',
      'checkout.session.async_payment_failed',
    ]);
  });

  test('settles by itself as its account says', async () => {
    const own = await startBench({ settleAfterSeconds: 60 });
    const ids: string[] = [];
    for (const debit of ['000123456789', '000222222227', '000000000009']) {
      const { id } = await own.stripe.checkout.sessions.create(sessionParams());
      own.standIn.control.pay(id, { debit });
      ids.push(id);
    }
    own.standIn.control.advance(59);
    expect(own.standIn.control.events('checkout.session.async_payment_succeeded')).toEqual([]);
    own.standIn.control.advance(1);
    const outcomes = await Promise.all(ids.map((id) => own.stripe.checkout.sessions.retrieve(id)));
    expect(outcomes.map(({ payment_status }) => payment_status)).toEqual(['paid', 'unpaid', 'unpaid']);
    expect(own.standIn.control.events('checkout.session.async_payment_failed')).toHaveLength(1);
    await own.stop();
  });
});

describe('refunds', () => {
  test('in part, then whole', async () => {
    const id = await newSession();
    bench.standIn.control.pay(id);
    const intent = (await session(id)).payment_intent as { id: string };
    const start = mark();
    const first = await bench.stripe.refunds.create({ payment_intent: intent.id, amount: 400 });
    expect(first).toMatchObject({ amount: 400, status: 'succeeded' });
    const second = await bench.stripe.refunds.create({ payment_intent: intent.id });
    expect(second.amount).toBe(1500);
    expect(typesFrom(start)).toEqual([
      'charge.refunded',
      'refund.created',
      'charge.refunded',
      'refund.created',
    ]);
    const charge = await bench.stripe.charges.retrieve(String(second.charge), { expand: ['refunds'] });
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 1900 });
    expect(charge.refunds?.data).toHaveLength(2);
    await expect(bench.stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
  });

  test('whatever is asked in whatever order, never more than was paid comes back', async () => {
    const id = await newSession(10_000);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 8 }), async (amounts) => {
        const own = await newSession(10_000);
        bench.standIn.control.pay(own);
        for (const amount of amounts) {
          try {
            bench.standIn.control.refund(own, { amount });
          } catch (error) {
            expect(String(error)).toMatch(/greater than unrefunded|already been refunded/);
          }
        }
        const { payment_intent } = await session(own);
        const refunds = await bench.stripe.refunds.list({
          payment_intent: (payment_intent as { id: string }).id,
          limit: 100,
        });
        const sum = refunds.data.reduce((total, refund) => total + refund.amount, 0);
        expect(sum).toBeLessThanOrEqual(10_000);
        const [charge] = (await bench.stripe.charges.list({ limit: 1 })).data;
        expect(charge?.amount_refunded).toBe(sum);
        expect(charge?.refunded).toBe(sum === 10_000);
      }),
      { numRuns: 25 },
    );
    expect(id).toMatch(/^cs_/);
  });

  test('need a payment, and neither more than it nor a transfer that is not there', async () => {
    const unpaid = await newSession();
    expect(() => bench.standIn.control.refund(unpaid)).toThrow(/No such/);
    bench.standIn.control.pay(unpaid, { card: '4000000000000002' });
    const { payment_intent } = await session(unpaid);
    const intent = (payment_intent as { id: string }).id;
    const create = bench.stripe.refunds.create.bind(bench.stripe.refunds);
    await expect(create({ payment_intent: intent })).rejects.toThrow(/does not have a successful charge/);
    await expect(create({})).rejects.toMatchObject({ code: 'parameter_missing' });
    await expect(create({ charge: 'ch_x' })).rejects.toMatchObject({ code: 'resource_missing' });
    bench.standIn.control.pay(unpaid);
    await expect(create({ payment_intent: intent, amount: 1901 })).rejects.toMatchObject({ param: 'amount' });
    await expect(create({ payment_intent: intent, amount: 0 })).rejects.toMatchObject({ param: 'amount' });
    await expect(create({ payment_intent: intent, reverse_transfer: true })).rejects.toThrow(/transfer/);
  });

  test.each([
    ['4000000000007726', 'pending', 'succeeded', ['refund.updated']],
    ['4000000000005126', 'succeeded', 'failed', ['refund.failed', 'refund.updated']],
  ])('of card %s: first %s, then %s', async (card, before, after, types) => {
    const own = await startBench();
    const { id } = await own.stripe.checkout.sessions.create(sessionParams());
    own.standIn.control.pay(id, { card });
    const refund = own.standIn.control.refund(id);
    expect(refund.status).toBe(before);
    const start = own.standIn.control.events().length;
    own.standIn.control.advance(10);
    expect((await own.stripe.refunds.retrieve(refund.id)).status).toBe(after);
    const seen = own.standIn.control
      .events()
      .slice(start)
      .map((event) => event.type as string);
    expect(seen).toEqual(expect.arrayContaining(types));
    const charge = await own.stripe.charges.retrieve(String(refund.charge));
    expect(charge.amount_refunded).toBe(after === 'failed' ? 0 : 1900);
    expect(own.breaches).toEqual([]);
    await own.stop();
  });
});

describe('disputes', () => {
  test('a disputed card opens one; it can be won', async () => {
    const id = await newSession();
    const start = mark();
    bench.standIn.control.pay(id, { card: '4000000000000259' });
    expect(typesFrom(start).slice(-2)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    expect(() => bench.standIn.control.refund(id)).toThrow(/charged back/);
    const closed = bench.standIn.control.closeDispute(id, 'won');
    expect(closed).toMatchObject({ status: 'won', reason: 'fraudulent', amount: 1900 });
    expect(typesFrom(start).slice(-2)).toEqual(['charge.dispute.funds_reinstated', 'charge.dispute.closed']);
    expect(() => bench.standIn.control.closeDispute(id, 'lost')).toThrow(/already closed/);
  });

  test('any payment can be disputed; accepting it loses', async () => {
    const id = await newSession();
    bench.standIn.control.pay(id);
    const dispute = bench.standIn.control.dispute(id);
    expect(await bench.stripe.disputes.close(dispute.id)).toMatchObject({ status: 'lost' });
    expect(() => bench.standIn.control.dispute(id)).toThrow(/cannot be disputed/);
  });

  test('evidence decides, as in the vendor’s test mode', async () => {
    const id = await newSession();
    bench.standIn.control.pay(id);
    const { id: dispute } = bench.standIn.control.dispute(id);
    const saved = await bench.stripe.disputes.update(dispute, {
      evidence: { product_description: 'A film' },
      submit: false,
    });
    expect(saved).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });
    const won = await bench.stripe.disputes.update(dispute, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(won.status).toBe('won');
  });
});

describe('the clock', () => {
  test('expires a session that nobody paid, with its intent', async () => {
    const own = await startBench();
    const expires_at = own.standIn.control.now() + 31 * 60;
    const { id } = await own.stripe.checkout.sessions.create(sessionParams({ expires_at }));
    own.standIn.control.pay(id, { card: '4000000000000002' });
    own.standIn.control.advance(30 * 60);
    expect(own.standIn.control.events('checkout.session.expired')).toEqual([]);
    own.standIn.control.advance(2 * 60);
    expect(own.standIn.control.events('checkout.session.expired')).toHaveLength(1);
    expect(own.standIn.control.events('payment_intent.canceled')).toHaveLength(1);
    expect(() => own.standIn.control.advance(-1)).toThrow(/forward/);
    await own.stop();
  });

  test('a session past its time cannot be paid even if nothing woke up yet', async () => {
    let nowMs = Date.now();
    const own = await startBench({ now: () => nowMs });
    const { id } = await own.stripe.checkout.sessions.create(sessionParams());
    nowMs += 24 * 3_600_000;
    expect(() => own.standIn.control.pay(id)).toThrow(/expired/);
    expect(own.standIn.control.events('checkout.session.expired')).toHaveLength(1);
    await own.stop();
  });
});

test('nothing to pay completes without a payment', async () => {
  const id = await newSession(0);
  bench.standIn.control.pay(id);
  expect(await session(id)).toMatchObject({
    status: 'complete',
    payment_status: 'no_payment_required',
    payment_intent: null,
  });
});

test('an intent is canceled by way of its session', async () => {
  const id = await newSession();
  bench.standIn.control.pay(id, { card: '4000000000000002' });
  const { payment_intent } = await session(id);
  const intent = (payment_intent as { id: string }).id;
  await expect(bench.stripe.paymentIntents.cancel(intent)).rejects.toThrow(/Expire the Checkout Session/);
  bench.standIn.control.expire(id);
  expect((await bench.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled');
  await expect(bench.stripe.paymentIntents.cancel(intent)).rejects.toThrow(/status of canceled/);
});

test('the balance adds up', async () => {
  const own = await startBench();
  const { id } = await own.stripe.checkout.sessions.create(sessionParams({}, 10_000));
  own.standIn.control.pay(id);
  own.standIn.control.refund(id, { amount: 2_500 });
  const before = await own.stripe.balance.retrieve();
  expect([before.pending[0]?.amount, before.available[0]?.amount]).toEqual([9_680, -2_500]);
  own.standIn.control.advance(2 * 24 * 3600);
  const after = await own.stripe.balance.retrieve();
  expect([after.pending[0]?.amount, after.available[0]?.amount]).toEqual([0, 7_180]);
  expect(own.breaches).toEqual([]);
  await own.stop();
});

test('every event can be fetched and listed by type', async () => {
  await until(() => bench.receiver.events.length > 0);
  const [received] = bench.receiver.events;
  const fetched = await bench.stripe.events.retrieve(received?.id ?? '');
  expect(fetched.type).toBe(received?.type);
  const refunds = await bench.stripe.events.list({ types: ['refund.created'], limit: 100 });
  expect(new Set(refunds.data.map(({ type }) => type))).toEqual(new Set(['refund.created']));
  const some = await bench.stripe.events.list({ type: 'charge.dispute.*' });
  expect(some.data.length).toBeGreaterThan(0);
});
