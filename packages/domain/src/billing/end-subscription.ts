import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { syncSubscription } from './sync-subscription.ts';

/**
 * Ends one subscription of a member at the payment provider, at once, and mirrors what came of it. Only this one: what the
 * member has begun since goes on. Ended already is fine, and so is running twice.
 */
export async function endSubscription(
  ctx: Ctx,
  input: { memberId: string; subscriptionId: string },
): Promise<void> {
  await ctx.ports.billing.endSubscription(input.subscriptionId);
  const [row] = await ctx.db
    .select({ customerId: tables.subscriptions.customerId })
    .from(tables.subscriptions)
    .where(eq(tables.subscriptions.memberId, input.memberId));
  if (row) await syncSubscription(ctx, row);
}
