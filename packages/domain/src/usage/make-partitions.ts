import { periodOf, usageLateMsMax } from '@backlot/core';
import { sql } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';

/** A worker that stands still for less than this is no reason to refuse a fact. */
const monthsAhead = 12;

/** Any number: makers of partitions take turns on it. */
const partitionLock = 7_305_116;

/**
 * Makes the monthly partitions of `usage_records`, from what may still be told late to a year ahead. Each is made apart and
 * attached, which stops nobody from writing meanwhile. Those that are there stay as they are.
 * @returns the names of those that were made
 */
export async function makePartitions(ctx: Ctx): Promise<string[]> {
  const made: string[] = [];
  let month = periodOf('month', new Date(ctx.now().getTime() - usageLateMsMax));
  const thisMonth = periodOf('month', ctx.now()).startsAt;
  const last = Date.UTC(thisMonth.getUTCFullYear(), thisMonth.getUTCMonth() + monthsAhead);
  for (; month.startsAt.getTime() <= last; month = periodOf('month', month.endsAt)) {
    const name = `usage_records_${month.startsAt.toISOString().slice(0, 7).replace('-', '_')}`;
    if (await makePartition(ctx, name, month.startsAt, month.endsAt)) made.push(name);
  }
  return made;
}

function makePartition(ctx: Ctx, name: string, startsAt: Date, endsAt: Date): Promise<boolean> {
  return inTransaction(ctx, async ({ tx }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${partitionLock})`);
    const [found] = await tx.execute<{ is: boolean }>(sql`select to_regclass(${name}) is not null as is`);
    if (found?.is) return false;
    // Names and bounds of partitions cannot be parameters; these are made of a date.
    const [table, from, to] = [
      sql.identifier(name),
      ...[startsAt, endsAt].map((at) => sql.raw(`'${at.toISOString()}'`)),
    ];
    await tx.execute(sql`create table ${table} (like usage_records including all)`);
    await tx.execute(
      sql`alter table usage_records attach partition ${table} for values from (${from}) to (${to})`,
    );
    return true;
  });
}
