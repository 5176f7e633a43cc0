import { sql } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';

/** Pages of the queue that one transaction empties: some 100,000 records when they are full. */
const pagesAtOnce = 1_250;

/** Any number: whoever rolls up holds it until its commit. */
const rollUpLock = 7_305_115;

/**
 * Adds what is recorded and not yet in the totals to the hour, the day and the month in which it happened, and marks the
 * members whose quotas are to be looked at. Records leave `usage_pending` in the transaction that adds them up: one that
 * commits late is there for the next run, and a run that dies has done nothing. Runs at the same time take turns.
 * @returns how many records were added up: at least those that were committed when it began
 */
export async function rollUp(ctx: Ctx): Promise<{ records: number }> {
  // Whatever is committed by now lies within these pages; rows never move to a later one.
  const [queue] = await ctx.db.execute<{ pages: number }>(sql`
    select (pg_relation_size('usage_pending') / current_setting('block_size')::int)::int as pages`);
  let records = 0;
  for (let page = 0; page < (queue?.pages ?? 0); page += pagesAtOnce) records += await rollUpPages(ctx, page);
  return { records };
}

function rollUpPages(ctx: Ctx, fromPage: number): Promise<number> {
  return inTransaction(ctx, async ({ tx, queue }) => {
    // Grouping a full batch fits into this; the default would write it to disk.
    await tx.execute(sql`select pg_advisory_xact_lock(${rollUpLock}), set_config('work_mem', '64MB', true)`);
    const added = await tx.execute<{ taken: number }>(addUp(fromPage, fromPage + pagesAtOnce));
    const taken = added[0]?.taken ?? 0;
    if (taken > 0) await queue.enqueue(tx, 'usage.raise-alerts', {});
    return taken;
  });
}

/** One statement takes, adds and marks. Days are added up from hours and months from days, which are fewer. */
const addUp = (fromPage: number, beforePage: number) => sql`
  with taken as materialized (
    delete from usage_pending where ctid >= ${`(${fromPage},0)`}::tid and ctid < ${`(${beforePage},0)`}::tid
    returning member_id, meter, quantity, happened_at
  ), hours as materialized (
    select date_trunc('hour', happened_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from taken group by 1, 2, 3 order by 1, 2, 3
  ), days as materialized (
    select date_trunc('day', starts_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from hours group by 1, 2, 3
  ), months as materialized (
    select date_trunc('month', starts_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from days group by 1, 2, 3
  ), grown as (
    insert into usage_totals as total (grain, starts_at, member_id, meter, quantity)
    select 'hour', * from hours union all select 'day', * from days union all select 'month', * from months
    on conflict (grain, starts_at, member_id, meter) do update set quantity = total.quantity + excluded.quantity
  ), marked as (
    insert into quota_checks (member_id) select distinct member_id from months on conflict do nothing
  )
  select count(*)::int as taken from taken`;
