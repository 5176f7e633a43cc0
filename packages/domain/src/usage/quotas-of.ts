import { type Period, type PlanName, periodOf, type QuotaName, quotaLimit, quotaNames } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { planOf } from '../billing/plan-of.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { storedBytes } from './stored-bytes.ts';

/** What of each quota is used and held now. Bytes, micro-dollars, generations, viewer-seconds. */
export type QuotaState = { quota: QuotaName; used: number; held: number; limit: number };

/** A member's quotas in this month; what is held for storage counts as used. */
export async function quotasOf(
  ctx: Ctx | TxCtx,
  memberId: string,
): Promise<{ plan: PlanName; period: Period; quotas: QuotaState[] }> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const period = periodOf('month', ctx.now());
  const { quotaCounters } = tables;
  const [plan, rows, stored] = await Promise.all([
    planOf(ctx, memberId),
    executor
      .select()
      .from(quotaCounters)
      .where(and(eq(quotaCounters.periodStart, period.startsAt), eq(quotaCounters.memberId, memberId))),
    storedBytes(ctx, memberId),
  ]);
  const quotas = quotaNames.map((quota): QuotaState => {
    const limit = quotaLimit(plan, quota);
    if (quota === 'storage') return { quota, used: stored, held: 0, limit };
    const counter = rows.find((row) => row.quota === quota);
    return { quota, used: counter?.used ?? 0, held: counter?.reserved ?? 0, limit };
  });
  return { plan, period, quotas };
}
