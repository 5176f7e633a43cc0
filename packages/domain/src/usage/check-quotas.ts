import { tables } from '@backlot/db';
import type { TxCtx } from '../context.ts';

/**
 * Has a member's quotas compared with their limits in a moment, in the caller's transaction: their use grew, or another
 * plan is in force.
 */
export async function checkQuotas(ctx: TxCtx, memberId: string): Promise<void> {
  await ctx.tx.insert(tables.quotaChecks).values({ memberId }).onConflictDoNothing();
  await ctx.queue.enqueue(ctx.tx, 'usage.raise-alerts', {});
}
