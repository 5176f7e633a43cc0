import type { PlanName } from './plans.ts';

/** Stripe's subscription statuses, API 2026-10-28. Others may come: they are kept as text and give nothing. */
export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'paused',
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** What of a mirrored subscription decides which plan is in force. */
export type SubscriptionMirror = {
  /** As the provider writes it; one of `subscriptionStatuses` or something newer. */
  status: string;
  /** The plan of its price; null when the price is none of ours. */
  plan: PlanName | null;
  /** Since when a payment is owed; read only while `past_due`. */
  pastDueSince: Date | null;
};

/** How long an owed payment leaves the plan in force. A product decision. */
export const pastDueGraceDays = 7;

/** The moment at which an owed payment ends the plan. */
export const graceEndsAt = (pastDueSince: Date): Date =>
  new Date(pastDueSince.getTime() + pastDueGraceDays * 86_400_000);

/**
 * The plan that a member may use now. Whatever is not known to be paid, or to be owed for less than the grace, is FREE.
 * @param subscription null when there never was one
 */
export function planInForce(subscription: SubscriptionMirror | null, now: Date): PlanName {
  if (subscription === null || subscription.plan === null) return 'FREE';
  switch (subscription.status) {
    case 'active':
    case 'trialing':
      return subscription.plan;
    case 'past_due': {
      const { pastDueSince } = subscription;
      return pastDueSince !== null && now < graceEndsAt(pastDueSince) ? subscription.plan : 'FREE';
    }
    default:
      return 'FREE';
  }
}

/** Whether its owner goes on being charged: it lives, and nobody has set its end. */
export const isRunning = (subscription: { status: string; cancelAt: Date | null }): boolean =>
  subscription.cancelAt === null && subscriptionWay(subscription) === 'portal';

/** What a member can do about a plan: choose one, or manage the subscription there is. */
export type SubscriptionWay = 'checkout' | 'portal';

/**
 * A subscription that lives, in whatever state, is managed and never bought a second time: a status that is not known
 * counts as living.
 */
export function subscriptionWay(subscription: { status: string } | null): SubscriptionWay {
  if (subscription === null) return 'checkout';
  return subscription.status === 'canceled' || subscription.status === 'incomplete_expired'
    ? 'checkout'
    : 'portal';
}
