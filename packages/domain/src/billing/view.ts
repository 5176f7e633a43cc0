import {
  type BillingInterval,
  graceEndsAt,
  isRunning,
  type PaidPlanName,
  type PlanName,
  planInForce,
  type SubscriptionStatus,
  type SubscriptionWay,
  subscriptionStatuses,
  subscriptionWay,
} from '@backlot/core';
import type { MemberCtx } from '../context.ts';
import { ownSubscription } from './own-customer.ts';

export type BillingView = {
  /** The plan in force. */
  plan: PlanName;
  /** Where another plan is got. */
  way: SubscriptionWay;
  /** The subscription, living or ended; null when there never was one. */
  subscription: {
    /** `unknown` for a status of the provider that is newer than this code. */
    status: SubscriptionStatus | 'unknown';
    plan: PaidPlanName | null;
    interval: BillingInterval | null;
    periodEnd: Date | null;
    /** Set when it ends by itself at that moment. */
    cancelAt: Date | null;
    /** Whether it goes on being charged. */
    runs: boolean;
    endedAt: Date | null;
    /** Until when an owed payment leaves the plan in force; null when none is owed. */
    keptUntil: Date | null;
  } | null;
};

/** What a member sees of plan and subscription. */
export async function viewBilling(ctx: MemberCtx): Promise<BillingView> {
  const row = await ownSubscription(ctx);
  if (row === null || row.status === null) return { plan: 'FREE', way: 'checkout', subscription: null };
  const mirror = { status: row.status, plan: row.plan, pastDueSince: row.pastDueSince };
  const { plan, interval, periodEnd, cancelAt, endedAt, pastDueSince } = row;
  return {
    plan: planInForce(mirror, ctx.now()),
    way: subscriptionWay(mirror),
    subscription: {
      status: subscriptionStatuses.find((status) => status === row.status) ?? 'unknown',
      plan,
      interval,
      periodEnd,
      cancelAt,
      runs: isRunning({ status: row.status, cancelAt }),
      endedAt,
      keptUntil: pastDueSince && graceEndsAt(pastDueSince),
    },
  };
}
