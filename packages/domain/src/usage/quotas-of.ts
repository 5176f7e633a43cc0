import { type Period, type PlanName, periodOf, type QuotaName, quotaLimit, quotaNames } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import { planOfRow } from '../billing/plans-of.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { storedSum } from './stored-bytes.ts';

/** What of each quota is used and held now. Bytes, micro-dollars, generations, viewer-seconds. */
export type QuotaState = { quota: QuotaName; used: number; held: number; limit: number };

type Row = {
  subscription: { status: string | null; plan: PlanName | null; pastDueSince: string | null } | null;
  stored: string;
  counters: Partial<Record<QuotaName, { used: number; reserved: number }>> | null;
};

/** A member's quotas in this month, in one question; what is held for storage counts as used. */
export async function quotasOf(
  ctx: Ctx | TxCtx,
  memberId: string,
): Promise<{ plan: PlanName; period: Period; quotas: QuotaState[] }> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const now = ctx.now();
  const period = periodOf('month', now);
  const [row] = await executor.execute<Row>(sql`
    select ${storedSum(memberId)}::text as stored, (
      select jsonb_build_object('status', status, 'plan', plan, 'pastDueSince', past_due_since)
      from ${tables.subscriptions} where member_id = ${memberId}::uuid
    ) as subscription, (
      select jsonb_object_agg(quota, jsonb_build_object('used', used, 'reserved', reserved))
      from ${tables.quotaCounters}
      where period_start = ${period.startsAt.toISOString()}::timestamptz and member_id = ${memberId}::uuid
    ) as counters`);
  const pastDueSince = row?.subscription?.pastDueSince;
  const plan = planOfRow(
    row?.subscription
      ? { ...row.subscription, pastDueSince: pastDueSince ? new Date(pastDueSince) : null }
      : null,
    now,
  );
  const quotas = quotaNames.map((quota): QuotaState => {
    const limit = quotaLimit(plan, quota);
    if (quota === 'storage') return { quota, used: Number(row?.stored ?? 0), held: 0, limit };
    const counter = row?.counters?.[quota];
    return { quota, used: counter?.used ?? 0, held: counter?.reserved ?? 0, limit };
  });
  return { plan, period, quotas };
}
