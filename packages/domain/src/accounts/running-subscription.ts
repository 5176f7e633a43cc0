import { subscriptionWay } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/** Whether a member goes on being charged: a subscription lives, and nobody has set its end. */
export async function hasRunningSubscription(ctx: TxCtx, memberId: string): Promise<boolean> {
  const { subscriptions } = tables;
  const [row] = await ctx.tx
    .select({ status: subscriptions.status, cancelAt: subscriptions.cancelAt })
    .from(subscriptions)
    .where(eq(subscriptions.memberId, memberId));
  if (!row?.status || row.cancelAt !== null) return false;
  return subscriptionWay({ status: row.status }) === 'portal';
}
