import { periodOf, type UsageRecord, usageLateMsMax } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { recordUsage } from './record-usage.ts';

const meter = 'storage.byte_seconds';
const anHourMs = 3_600_000;
/** So much of the past is made up for at most; older facts would be refused. */
const lateMsMax = usageLateMsMax - 24 * anHourMs;
const recordsAtOnce = 1_000;

/**
 * Meters what storage kept in every whole hour since it was last done: bytes times seconds of each member. An hour and how far
 * we are commit together, so that every hour is metered once, wherever a run dies.
 */
export async function meterStorage(ctx: Ctx): Promise<{ hours: number }> {
  const until = periodOf('hour', ctx.now()).startsAt;
  for (let hours = 0; ; hours += 1) {
    const done = await inTransaction(ctx, (ctx) => meterNextHour(ctx, until));
    if (!done) return { hours };
  }
}

async function meterNextHour(ctx: TxCtx, until: Date): Promise<boolean> {
  const { usageProgress } = tables;
  await ctx.tx
    .insert(usageProgress)
    .values({ name: meter, doneUntil: await firstHour(ctx, until) })
    .onConflictDoNothing();
  const [progress] = await ctx.tx
    .select()
    .from(usageProgress)
    .where(eq(usageProgress.name, meter))
    .for('update');
  if (!progress || progress.doneUntil >= until) return false;
  const hour = periodOf(
    'hour',
    new Date(Math.max(progress.doneUntil.getTime(), until.getTime() - lateMsMax)),
  );
  const records = await keptIn(ctx, hour.startsAt, hour.endsAt);
  for (let from = 0; from < records.length; from += recordsAtOnce)
    await recordUsage(ctx, records.slice(from, from + recordsAtOnce));
  await ctx.tx
    .update(usageProgress)
    .set({ doneUntil: hour.endsAt })
    .where(and(eq(usageProgress.name, meter), eq(usageProgress.doneUntil, progress.doneUntil)));
  return true;
}

/** The hour in which storage first kept something, or the last whole one. */
async function firstHour(ctx: TxCtx, until: Date): Promise<Date> {
  const [row] = await ctx.tx.execute<{ firstMs: number | null }>(
    sql`select extract(epoch from min(stored_at))::float8 * 1000 as "firstMs" from assets`,
  );
  const first = row?.firstMs === null || row === undefined ? until.getTime() - anHourMs : Number(row.firstMs);
  return periodOf('hour', new Date(Math.min(first, until.getTime()))).startsAt;
}

/** Nothing changes of a removed asset any more, so the time of its last change is the time of its removal. */
async function keptIn(ctx: TxCtx, startsAt: Date, endsAt: Date): Promise<UsageRecord[]> {
  const [from, to] = [startsAt.toISOString(), endsAt.toISOString()];
  const rows = await ctx.tx.execute<{ memberId: string; quantity: string }>(sql`
    select member_id as "memberId", floor(sum(size_bytes * seconds))::text as quantity from (
      select member_id, size_bytes, extract(epoch from
        least(case when state = 'removed' then updated_at end, ${to}::timestamptz) - greatest(stored_at, ${from}::timestamptz)
      ) as seconds
      from assets
      where stored_at < ${to}::timestamptz and (state <> 'removed' or updated_at > ${from}::timestamptz)
    ) as kept group by member_id having floor(sum(size_bytes * seconds)) > 0`);
  return rows.map(({ memberId, quantity }) => ({
    ...{ key: `storage:${memberId}:${from}`, memberId, meter, happenedAt: startsAt },
    quantity: BigInt(quantity),
  }));
}
