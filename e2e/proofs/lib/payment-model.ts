import { BacklotError, type CheckoutSession, type PaymentSnapshot, type Payments } from '@backlot/core';
import type { Message } from '@backlot/domain';

/** What can happen to a checkout session and its charge at the provider. */
export const acts = [
  'completed_unpaid',
  'completed_paid',
  'async_succeeded',
  'async_failed',
  'expired',
  'refunded_partly',
  'refunded_rest',
  'disputed',
  'dispute_won',
  'dispute_lost',
] as const;
export type Act = (typeof acts)[number];

const messageKinds: Record<Act, { kind: string; objectKind: 'checkout.session' | 'charge' | 'dispute' }> = {
  completed_unpaid: { kind: 'checkout.session.completed', objectKind: 'checkout.session' },
  completed_paid: { kind: 'checkout.session.completed', objectKind: 'checkout.session' },
  async_succeeded: { kind: 'checkout.session.async_payment_succeeded', objectKind: 'checkout.session' },
  async_failed: { kind: 'checkout.session.async_payment_failed', objectKind: 'checkout.session' },
  expired: { kind: 'checkout.session.expired', objectKind: 'checkout.session' },
  refunded_partly: { kind: 'charge.refunded', objectKind: 'charge' },
  refunded_rest: { kind: 'charge.refunded', objectKind: 'charge' },
  disputed: { kind: 'charge.dispute.created', objectKind: 'dispute' },
  dispute_won: { kind: 'charge.dispute.closed', objectKind: 'dispute' },
  dispute_lost: { kind: 'charge.dispute.closed', objectKind: 'dispute' },
};

/** What a partial refund gives back; small enough for several. */
export const partMinor = 500;

/** What the provider lets happen next; what is named twice is twice as likely to be drawn. */
export function possibleActs(truth: PaymentSnapshot): Act[] {
  if (truth.session === 'open')
    return [
      'completed_paid',
      'completed_paid',
      'completed_paid',
      'completed_unpaid',
      'completed_unpaid',
      'expired',
    ];
  if (truth.payment === 'unpaid')
    return truth.session === 'complete' && !truth.asyncFailed
      ? ['async_succeeded', 'async_succeeded', 'async_failed']
      : [];
  if (truth.dispute === 'lost' || truth.refundedMinor >= truth.amountMinor) return [];
  const refunds: Act[] = ['refunded_rest'];
  if (truth.refundedMinor + partMinor < truth.amountMinor) refunds.push('refunded_partly', 'refunded_partly');
  if (truth.dispute === 'open')
    return [...refunds, 'dispute_won', 'dispute_won', 'dispute_won', 'dispute_lost'];
  return truth.dispute === 'none' ? [...refunds, 'disputed', 'disputed', 'disputed'] : refunds;
}

/** The provider's object after an act. */
export function after(truth: PaymentSnapshot, act: Act): PaymentSnapshot {
  switch (act) {
    case 'completed_unpaid':
      return { ...truth, session: 'complete' };
    case 'completed_paid':
      return { ...truth, session: 'complete', payment: 'paid' };
    case 'async_succeeded':
      return { ...truth, payment: 'paid' };
    case 'async_failed':
      return { ...truth, asyncFailed: true };
    case 'expired':
      return { ...truth, session: 'expired' };
    case 'refunded_partly':
      return { ...truth, refundedMinor: truth.refundedMinor + partMinor };
    case 'refunded_rest':
      return { ...truth, refundedMinor: truth.amountMinor };
    case 'disputed':
      return { ...truth, dispute: 'open' };
    case 'dispute_won':
      return { ...truth, dispute: 'won' };
    case 'dispute_lost':
      return { ...truth, dispute: 'lost' };
  }
}

export const untouched = (amountMinor: number): PaymentSnapshot => ({
  session: 'open',
  payment: 'unpaid',
  asyncFailed: false,
  amountMinor,
  refundedMinor: 0,
  dispute: 'none',
});

type Kept = { id: string; intentId: string; orderId: string; truth: PaymentSnapshot };

/**
 * A payment provider in memory. What it answers is true at the moment it is asked, and may arrive late.
 * @param onItsWay how long an answer is on its way
 */
export function paymentModel(onItsWay: () => Promise<void>) {
  const sessions = new Map<string, Kept>();
  const byKey = new Map<string, string>();
  let made = 0;
  const view = ({ id, intentId, orderId, truth }: Kept): CheckoutSession => ({
    sessionId: id,
    url: truth.session === 'open' ? `https://pay.example/${id}` : null,
    expiresAt: new Date(Date.now() + 86_400_000),
    snapshot: truth,
    paymentIntentId: truth.session === 'complete' ? intentId : null,
    orderId,
  });
  const kept = (sessionId: string): Kept => {
    const session = sessions.get(sessionId);
    if (!session) throw new BacklotError('NOT_FOUND');
    return session;
  };
  const payments: Payments = {
    async openCheckout({ idempotencyKey, orderId, amount }) {
      const known = byKey.get(idempotencyKey);
      if (known) return view(kept(known));
      made += 1;
      const tag = `${made}_${orderId}`;
      sessions.set(`cs_${tag}`, {
        id: `cs_${tag}`,
        intentId: `pi_${tag}`,
        orderId,
        truth: untouched(amount.amountMinor),
      });
      byKey.set(idempotencyKey, `cs_${tag}`);
      return view(kept(`cs_${tag}`));
    },
    async readCheckout(sessionId) {
      const answer = view(kept(sessionId));
      await onItsWay();
      return answer;
    },
    async findCheckoutByPaymentIntent(intentId) {
      const found = [...sessions.values()].find((session) => session.intentId === intentId);
      await onItsWay();
      return found?.id ?? null;
    },
    async expireCheckout() {},
    async refund() {
      throw new Error('nobody asked for a refund');
    },
  };
  return {
    payments,
    /** Makes an act happen; answers what the provider tells of it. */
    happen(sessionId: string, act: Act): Message {
      const session = kept(sessionId);
      session.truth = after(session.truth, act);
      made += 1;
      const { kind, objectKind } = messageKinds[act];
      return {
        source: 'stripe',
        externalId: `evt_${made}_${sessionId}`,
        kind,
        payload: {
          objectId: objectKind === 'checkout.session' ? sessionId : `${objectKind}_${made}`,
          objectKind,
          paymentIntentId: session.truth.session === 'complete' ? session.intentId : null,
        },
      };
    },
    truthOf: (sessionId: string): PaymentSnapshot => kept(sessionId).truth,
    sessionsOf: (orderId: string): string[] =>
      [...sessions.values()].filter((session) => session.orderId === orderId).map(({ id }) => id),
  };
}
