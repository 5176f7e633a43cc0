import { isRunning, type PaidPlanName } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/** The subscription for which a member goes on being charged; null when there is none. */
export async function runningSubscription(
  ctx: TxCtx,
  memberId: string,
): Promise<{ subscriptionId: string; plan: PaidPlanName | null } | null> {
  const { subscriptions } = tables;
  const [row] = await ctx.tx
    .select({
      subscriptionId: subscriptions.subscriptionId,
      status: subscriptions.status,
      plan: subscriptions.plan,
      cancelAt: subscriptions.cancelAt,
    })
    .from(subscriptions)
    .where(eq(subscriptions.memberId, memberId));
  if (!row?.status || !row.subscriptionId) return null;
  const { status, subscriptionId, plan, cancelAt } = row;
  return isRunning({ status, cancelAt }) ? { subscriptionId, plan } : null;
}
