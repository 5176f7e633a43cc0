import { BacklotError, meters, type UsageRecord, usageProblem } from '@backlot/core';
import { sql } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/**
 * Records metered facts in the caller's transaction: they count if and only if it commits. A key that was recorded before
 * counts nothing, whatever else comes with it now; of the same key twice in one call the first counts.
 * What a quota is spent on is counted there too, and is never refused: it has happened.
 * Facts up to 35 days old count in the period in which they happened. USAGE_REFUSED with `problem` for older ones, for
 * such as lie in the future, and for quantities and keys that cannot be; then nothing is recorded.
 * @returns how many were new
 */
export async function recordUsage(ctx: TxCtx, records: readonly UsageRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const now = ctx.now();
  for (const record of records) {
    const problem = usageProblem(record, now);
    if (problem) throw new BacklotError('USAGE_REFUSED', { problem, meter: record.meter });
  }
  const rows = records.map((record, place) => ({
    ...record,
    place,
    quota: meters[record.meter].quota,
    quantity: String(record.quantity),
  }));
  const counted = await ctx.tx.execute<{ new: number }>(countOnce(JSON.stringify(rows), now));
  return counted[0]?.new ?? 0;
}

/**
 * One statement, one parameter for all rows. Keys go in in one order, because two transactions that bring the same two
 * crosswise would wait for each other; whoever comes second waits here, and finds its key counted or free.
 */
const countOnce = (rows: string, now: Date) => sql`
  with told as materialized (
    select distinct on (key) key, "memberId" as member_id, meter, quota, quantity, "happenedAt" as happened_at
    from jsonb_to_recordset(${rows}::jsonb) as record (
      place int, key text, "memberId" uuid, meter text, quota text, quantity bigint, "happenedAt" timestamptz
    )
    order by key, place
  ), fresh as (
    insert into usage_keys (key) select key from told order by key on conflict do nothing returning key
  ), counted as materialized (
    select told.* from told join fresh using (key)
  ), kept as (
    insert into usage_records (key, member_id, meter, quantity, happened_at, recorded_at)
    select key, member_id, meter, quantity, happened_at, ${now.toISOString()}::timestamptz from counted
  ), pending as (
    insert into usage_pending (member_id, meter, quantity, happened_at)
    select member_id, meter, quantity, happened_at from counted
  ), spent as (
    insert into quota_counters as counter (period_start, member_id, quota, used)
    select date_trunc('month', happened_at, 'UTC'), member_id, quota, sum(quantity)
    from counted where quota is not null group by 1, 2, 3 order by 1, 2, 3
    on conflict (period_start, member_id, quota) do update set used = counter.used + excluded.used
  )
  select count(*)::int as new from counted`;
