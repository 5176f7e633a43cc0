import { planOfPriceKey } from '@backlot/core';
import type Stripe from 'stripe';

/** What the provider's object says, read by the proofs' own rules; as columns of the mirror. */
export function truthOf(subscription: Stripe.Subscription) {
  const item = subscription.items.data[0];
  const known = planOfPriceKey(item?.price.lookup_key ?? '');
  return {
    subscription_id: subscription.id,
    status: subscription.status,
    plan: known?.plan,
    interval: known?.interval,
    period_end: new Date((item?.current_period_end ?? 0) * 1000),
    cancel_at: subscription.cancel_at === null ? null : new Date(subscription.cancel_at * 1000),
    ended_at: subscription.ended_at === null ? null : new Date(subscription.ended_at * 1000),
    owes: subscription.status === 'past_due',
  };
}
