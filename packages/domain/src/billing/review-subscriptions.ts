import { pastDueGraceDays } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, asc, eq, isNotNull, lt, or } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { syncSubscription } from './sync-subscription.ts';

const hourMs = 3_600_000;
/** One run's share; what remains comes with the next. */
const rowsMax = 200;

/**
 * Reads again what should have changed by now: plans whose grace is over, and periods that ended without a word, in
 * case a message never came. Whatever was read within the hour waits for the next run.
 */
export async function reviewSubscriptions(ctx: Ctx): Promise<void> {
  const { subscriptions } = tables;
  const nowMs = ctx.now().getTime();
  const rows = await ctx.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.wasInForce, true),
        isNotNull(subscriptions.status),
        lt(subscriptions.updatedAt, new Date(nowMs - hourMs)),
        or(
          lt(subscriptions.periodEnd, new Date(nowMs - 2 * hourMs)),
          lt(subscriptions.pastDueSince, new Date(nowMs - pastDueGraceDays * 24 * hourMs)),
        ),
      ),
    )
    .orderBy(asc(subscriptions.updatedAt))
    .limit(rowsMax);
  for (const { customerId } of rows) await syncSubscription(ctx, { customerId });
}
