import { type PlanName, planInForce } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { inArray } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';

type SubscriptionRow = { status: string | null; plan: PlanName | null; pastDueSince: Date | null };

/** The plan that a row of `subscriptions` means now; without one, or before the first subscription, it is FREE. */
export const planOfRow = (row: SubscriptionRow | null, now: Date): PlanName =>
  row === null || row.status === null ? 'FREE' : planInForce({ ...row, status: row.status }, now);

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
  const found = new Map(rows.map(({ memberId, ...row }) => [memberId, planOfRow(row, now)]));
  return new Map(memberIds.map((id) => [id, found.get(id) ?? 'FREE']));
}
