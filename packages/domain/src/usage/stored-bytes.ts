import { BacklotError, quotaLimit, quotaRefusal } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import { planOf } from '../billing/plan-of.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { checkQuotas } from './check-quotas.ts';

/**
 * What a member's assets take of storage now, from the promise on: a film that is about to be paid has its place. What
 * was removed takes none, nor what is promised to an order that failed or expired, until it is tried again.
 */
export async function storedBytes(ctx: Ctx | TxCtx, memberId: string): Promise<number> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const [row] = await executor.execute<{ bytes: string }>(sql`select ${storedSum(memberId)} as bytes`);
  return Number(row?.bytes ?? 0);
}

/** The same as a part of a larger statement. */
export const storedSum = (memberId: string) => sql`(
  select coalesce(sum(asset.size_bytes), 0) from ${tables.assets} as asset
  where asset.member_id = ${memberId}::uuid and asset.state <> 'removed' and not (
    asset.state = 'promised' and exists (
      select 1 from ${tables.orders} as bought
      where bought.campaign_id = asset.campaign_id and bought.status in ('failed', 'expired'))))`;

/**
 * Makes sure that so many bytes more fit into the member's storage, in the transaction that promises them. Promises of one
 * member take turns, so that they do not pass the limit together. QUOTA_EXCEEDED otherwise, as of any quota.
 * @param moreBytes what is not among the member's assets yet
 */
export async function holdStorage(ctx: TxCtx, memberId: string, moreBytes: number): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`storage:${memberId}`}, 0))`);
  const used = await storedBytes(ctx, memberId);
  const plan = await planOf(ctx, memberId);
  if (used + moreBytes > quotaLimit(plan, 'storage'))
    throw new BacklotError(
      'QUOTA_EXCEEDED',
      quotaRefusal({ quota: 'storage', plan, used, asked: moreBytes, resetsAt: null }),
    );
  await checkQuotas(ctx, memberId);
}
