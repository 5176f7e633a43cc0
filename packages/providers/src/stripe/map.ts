import type { CheckoutSession, PaymentSnapshot } from '@backlot/core';
import type Stripe from 'stripe';

/**
 * A checkout session as our own type.
 * @param session read with `payment_intent.latest_charge` expanded; without it nothing is known of refunds
 * @param disputes all disputes of that charge
 */
export function toCheckoutSession(
  session: Stripe.Checkout.Session,
  disputes: readonly Pick<Stripe.Dispute, 'status'>[],
): CheckoutSession {
  const intent = session.payment_intent;
  return {
    sessionId: session.id,
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    snapshot: toSnapshot(session, disputes),
    paymentIntentId: typeof intent === 'string' ? intent : (intent?.id ?? null),
    orderId: orderIdOf(session),
  };
}

/** The order that we wrote on the session when we opened it; null when the session is not one of ours. */
export const orderIdOf = (session: Stripe.Checkout.Session): string | null =>
  session.metadata?.orderId || null;

const sessionStates = ['open', 'complete', 'expired'] as const;

/** The charge behind a session, when it was expanded and there is one. */
export function chargeOf(session: Stripe.Checkout.Session): Stripe.Charge | null {
  const intent = session.payment_intent;
  if (intent === null || typeof intent === 'string') return null;
  const charge = intent.latest_charge;
  return charge === null || typeof charge === 'string' ? null : charge;
}

/**
 * What the session says of the money. Stripe may add values to any of its lists; one we do not know grants nothing:
 * the session counts as open, the payment as unpaid, a dispute as undecided.
 */
function toSnapshot(
  session: Stripe.Checkout.Session,
  disputes: readonly Pick<Stripe.Dispute, 'status'>[],
): PaymentSnapshot {
  const charge = chargeOf(session);
  return {
    session: sessionStates.find((state) => state === session.status) ?? 'open',
    // `no_payment_required` stays unpaid: every order of ours has a price, so it means something is off.
    payment: session.payment_status === 'paid' ? 'paid' : 'unpaid',
    asyncFailed: hasFailedLater(session),
    amountMinor: session.amount_total ?? 0,
    refundedMinor: charge?.amount_refunded ?? 0,
    dispute: charge?.disputed ? outcome(disputes) : 'none',
  };
}

/**
 * A method that settles later was refused after the person had finished: the session stays complete and unpaid, and its
 * payment intent goes back from `processing` to `requires_payment_method` (docs.stripe.com/payments/paymentintents/lifecycle),
 * or is canceled. The finished page cannot be paid again.
 */
function hasFailedLater(session: Stripe.Checkout.Session): boolean {
  if (session.status !== 'complete' || session.payment_status !== 'unpaid') return false;
  const intent = session.payment_intent;
  if (intent === null || typeof intent === 'string') return false;
  return intent.status === 'requires_payment_method' || intent.status === 'canceled';
}

/** What a dispute's status means for the money (docs.stripe.com/api/disputes/object). */
function disputeOf(status: Stripe.Dispute['status']): PaymentSnapshot['dispute'] {
  switch (status) {
    // An inquiry asks and takes no money; one that grows into a dispute changes its status.
    case 'warning_needs_response':
    case 'warning_under_review':
    case 'warning_closed':
    // Settled before it became a dispute; where that was by giving the money back, the charge shows a refund.
    case 'prevented':
      return 'none';
    case 'won':
      return 'won';
    case 'lost':
      return 'lost';
    // needs_response, under_review, both appeals, and whatever Stripe adds: undecided.
    default:
      return 'open';
  }
}

/** The heaviest of a charge's disputes. A disputed charge of which none is listed counts as undecided. */
function outcome(disputes: readonly Pick<Stripe.Dispute, 'status'>[]): PaymentSnapshot['dispute'] {
  if (disputes.length === 0) return 'open';
  const all = disputes.map((dispute) => disputeOf(dispute.status));
  return (['lost', 'open', 'won'] as const).find((one) => all.includes(one)) ?? 'none';
}
