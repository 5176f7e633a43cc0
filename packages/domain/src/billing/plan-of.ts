import { type PlanName, planInForce } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';

/** The plan that a member may use now; a member without a subscription has FREE. */
export async function planOf(ctx: Ctx | TxCtx, memberId: string): Promise<PlanName> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const { subscriptions } = tables;
  const [row] = await executor
    .select({
      status: subscriptions.status,
      plan: subscriptions.plan,
      pastDueSince: subscriptions.pastDueSince,
    })
    .from(subscriptions)
    .where(eq(subscriptions.memberId, memberId));
  if (!row || row.status === null) return 'FREE';
  return planInForce({ ...row, status: row.status }, ctx.now());
}
