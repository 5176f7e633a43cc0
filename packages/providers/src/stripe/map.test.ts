import { orderStatusOf, type PaymentSnapshot } from '@backlot/core';
import fc from 'fast-check';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { contractJson } from '../testing/contracts.ts';
import cases from './map.cases.json' with { type: 'json' };
import { toCheckoutSession } from './map.ts';

const { resources } = contractJson<{
  resources: {
    'checkout.session': Stripe.Checkout.Session;
    payment_intent: Stripe.PaymentIntent;
    charge: Stripe.Charge;
  };
}>('stripe/fixtures3-2026-07-29.dahlia.json');

type Parts = {
  session: object;
  intent: object | null;
  charge: object | null;
};

/** Stripe's own fixtures, put together as an expanded session, with the fields that matter set. */
function sessionOf({ session, intent, charge }: Parts): Stripe.Checkout.Session {
  const latest_charge = charge && {
    ...resources.charge,
    amount_refunded: 0,
    disputed: false,
    ...charge,
  };
  return {
    ...resources['checkout.session'],
    amount_total: 1900,
    metadata: { orderId: 'order-1' },
    payment_intent: intent && { ...resources.payment_intent, latest_charge, ...intent },
    ...session,
  };
}

const untouched: PaymentSnapshot = {
  session: 'open',
  payment: 'unpaid',
  asyncFailed: false,
  amountMinor: 1900,
  refundedMinor: 0,
  dispute: 'none',
};

describe('a checkout session of Stripe', () => {
  it.each(cases)('$name: $order', (one) => {
    const disputes = one.disputes.map((status) => ({ status }));
    const { snapshot } = toCheckoutSession(sessionOf(one), disputes as Pick<Stripe.Dispute, 'status'>[]);
    expect(snapshot).toEqual({ ...untouched, ...one.want });
    expect(orderStatusOf(snapshot)).toBe(one.order);
  });

  it('keeps its id, address, expiry, order and payment intent', () => {
    const session = sessionOf({
      session: { expires_at: 1_793_500_000 },
      intent: { id: 'pi_9' },
      charge: null,
    });
    expect(toCheckoutSession(session, [])).toMatchObject({
      sessionId: session.id,
      url: session.url,
      expiresAt: new Date('2026-11-01T02:26:40Z'),
      orderId: 'order-1',
      paymentIntentId: 'pi_9',
    });
  });

  it('has its payment intent also when that was not expanded', () => {
    const session = sessionOf({ session: { payment_intent: 'pi_plain' }, intent: null, charge: null });
    expect(toCheckoutSession(session, []).paymentIntentId).toBe('pi_plain');
  });

  it('of somebody else has no order', () => {
    for (const metadata of [null, {}, { orderId: '' }]) {
      const session = sessionOf({ session: { metadata }, intent: null, charge: null });
      expect(toCheckoutSession(session, []).orderId).toBeNull();
    }
  });

  it('grants nothing and throws nothing, whatever words Stripe adds', () => {
    const known = ['paid', 'open', 'complete', 'expired', 'lost', 'won', 'prevented'];
    const word = fc.string().filter((text) => !known.includes(text) && !text.startsWith('warning_'));
    fc.assert(
      fc.property(word, word, word, word, (status, payment_status, intentStatus, disputeStatus) => {
        const session = sessionOf({
          session: { status, payment_status },
          intent: { status: intentStatus },
          charge: { disputed: true },
        });
        const { snapshot } = toCheckoutSession(session, [
          { status: disputeStatus as Stripe.Dispute['status'] },
        ]);
        expect(snapshot).toEqual({ ...untouched, dispute: 'open' });
      }),
    );
  });
});
