import { type PlanName, planInForce } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { inArray } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';

/** The plans that members may use now, in one question; a member without a subscription has FREE. */
export async function plansOf(
  ctx: Ctx | TxCtx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, PlanName>> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const { subscriptions } = tables;
  const rows = await executor
    .select({
      memberId: subscriptions.memberId,
      status: subscriptions.status,
      plan: subscriptions.plan,
      pastDueSince: subscriptions.pastDueSince,
    })
    .from(subscriptions)
    .where(inArray(subscriptions.memberId, [...memberIds]));
  const now = ctx.now();
  const found = new Map(
    rows.map(({ memberId, status, ...rest }) => [
      memberId,
      status === null ? 'FREE' : planInForce({ ...rest, status }, now),
    ]),
  );
  return new Map(memberIds.map((id) => [id, found.get(id) ?? 'FREE']));
}
