import { planInForce } from '@backlot/core';
import fc from 'fast-check';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { contractJson } from '../testing/contracts.ts';
import { theOneThatCounts, toSubscriptionCheckout, toSubscriptionReading } from './map-subscription.ts';

const { resources } = contractJson<{
  resources: {
    subscription: Stripe.Subscription;
    invoice: Stripe.Invoice;
    'checkout.session': Stripe.Checkout.Session;
  };
}>('stripe/fixtures3-2026-07-29.dahlia.json');

const item = resources.subscription.items.data[0] as Stripe.SubscriptionItem;
/** Stripe's own fixture with the fields that matter set. */
const subscriptionOf = (change: object, price: object = {}): Stripe.Subscription => ({
  ...resources.subscription,
  cancel_at: null,
  cancel_at_period_end: false,
  ended_at: null,
  items: { ...resources.subscription.items, data: [{ ...item, price: { ...item.price, ...price } }] },
  ...change,
});
const invoiceOf = (id: string, finalized_at: number | null, attempted = true): Stripe.Invoice => ({
  ...resources.invoice,
  id,
  attempted,
  created: 900,
  status_transitions: { ...resources.invoice.status_transitions, finalized_at },
});

describe('a subscription of Stripe', () => {
  it('has the plan that its price names for good, before the key that may move on', () => {
    const metadata = { priceKey: 'backlot_pro_year' };
    const read = (price: object) => toSubscriptionReading(subscriptionOf({}, price), []);
    expect(read({ metadata, lookup_key: null })).toMatchObject({ plan: 'PRO', interval: 'year' });
    expect(read({ lookup_key: 'backlot_enterprise_month' })).toMatchObject({ plan: 'ENTERPRISE' });
    expect(read({ lookup_key: 'mugs' })).toMatchObject({ plan: null, interval: null });
  });

  it('has the period of its item', () => {
    const { periodStart, periodEnd } = toSubscriptionReading(subscriptionOf({}), []);
    expect([periodStart, periodEnd]).toEqual([
      new Date(item.current_period_start * 1000),
      new Date(item.current_period_end * 1000),
    ]);
    const without = { items: { ...resources.subscription.items, data: [] } };
    expect(toSubscriptionReading(subscriptionOf(without), [])).toMatchObject({ plan: null, periodEnd: null });
  });

  it('ends by itself at a moment, or with the period', () => {
    const cancelAt = (change: object) => toSubscriptionReading(subscriptionOf(change), []).cancelAt;
    expect(cancelAt({})).toBeNull();
    expect(cancelAt({ cancel_at: 1_000 })).toEqual(new Date(1_000_000));
    expect(cancelAt({ cancel_at_period_end: true })).toEqual(new Date(item.current_period_end * 1000));
  });

  it('is owed for since its oldest invoice that failed', () => {
    const invoices = [invoiceOf('in_b', 2_000), invoiceOf('in_a', 1_000), invoiceOf('in_new', 500, false)];
    const { owed } = toSubscriptionReading(subscriptionOf({}), invoices);
    expect(owed).toEqual({ invoiceId: 'in_a', since: new Date(1_000_000) });
    expect(toSubscriptionReading(subscriptionOf({}), [invoiceOf('in_x', null)]).owed?.since).toEqual(
      new Date(900_000),
    );
  });

  it('with a status that nobody knows yet gives nothing and throws nothing', () => {
    const known = ['active', 'trialing', 'past_due'];
    fc.assert(
      fc.property(fc.string(), fc.string(), (status, lookup_key) => {
        const reading = toSubscriptionReading(subscriptionOf({ status }, { lookup_key }), []);
        const plan = planInForce({ ...reading, plan: 'PRO', pastDueSince: null }, new Date());
        if (!known.includes(status)) expect(plan).toBe('FREE');
      }),
    );
    const session = { ...resources['checkout.session'], status: 'half_open' as 'open' };
    expect(toSubscriptionCheckout(session).state).toBe('open');
  });
});

describe('the subscription that counts', () => {
  const one = (id: string, status: string, created: number) => subscriptionOf({ id, status, created });
  it.each([
    ['one that gives a plan', [one('a', 'canceled', 9), one('b', 'active', 1), one('c', 'unpaid', 5)], 'b'],
    ['one that lives', [one('a', 'canceled', 9), one('b', 'paused', 1)], 'b'],
    ['one that nobody knows before one that ended', [one('a', 'canceled', 9), one('b', 'new', 1)], 'b'],
    ['the newest', [one('a', 'canceled', 1), one('b', 'incomplete_expired', 2)], 'b'],
  ] as const)('is %s', (_what, all, id) => {
    expect(theOneThatCounts(all)?.id).toBe(id);
    expect(theOneThatCounts([...all].reverse())?.id).toBe(id);
  });

  it('is none of none', () => expect(theOneThatCounts([])).toBeUndefined());
});
