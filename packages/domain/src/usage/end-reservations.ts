import { BacklotError, type ReservationState } from '@backlot/core';
import type { Executor } from '@backlot/db';
import { sql } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';
import { gather } from '../gather.ts';

export type Settlement = {
  reservationId: string;
  /** How much it was, in whole units of the meter: 0 and more. */
  quantity: number;
};

/**
 * Ends a reservation with what was really used, in the caller's transaction: that much is recorded as usage of the moment
 * in which it was reserved, and what was held beyond comes free. What was used counts even when it is more than was held,
 * or when the hold has expired meanwhile. Settling twice is fine and counts once.
 * @returns whether it ended now
 */
export async function settleReservation(ctx: TxCtx, settlement: Settlement): Promise<boolean> {
  const [settled] = await settleAll(ctx, [settlement]);
  return settled ?? false;
}

/** `settleReservation` in a transaction of its own, many at the same time by one statement. */
export function openSettlements(ctx: Ctx): (settlement: Settlement) => Promise<boolean> {
  return gather((some: Settlement[]) => settleAll(ctx, some), { itemsMax: 200, patienceSeconds: 15 });
}

/** Gives a held part back; nothing was used. Releasing what has ended is fine and changes nothing. */
export async function releaseReservation(ctx: TxCtx, input: { reservationId: string }): Promise<boolean> {
  const ended = await ctx.tx.execute<{ id: string }>(
    end('released', sql`id = ${input.reservationId}`, ctx.now()),
  );
  return ended.length > 0;
}

/** So many of one transaction. */
const expiredAtOnce = 1_000;

/** Gives back what was held for too long by somebody who never came back. */
export async function expireReservations(ctx: Ctx): Promise<{ expired: number }> {
  for (let expired = 0; ; ) {
    const now = ctx.now();
    const due = sql`id = any(array(
      select id from reservations where state = 'held' and expires_at <= ${now.toISOString()}::timestamptz
      order by expires_at limit ${expiredAtOnce} for update skip locked))`;
    const ended = await ctx.db.execute<{ id: string }>(end('expired', due, now));
    expired += ended.length;
    if (ended.length < expiredAtOnce) return { expired };
  }
}

async function settleAll(ctx: Ctx | TxCtx, settlements: readonly Settlement[]): Promise<boolean[]> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  if (settlements.some(({ quantity }) => !Number.isSafeInteger(quantity) || quantity < 0))
    throw new BacklotError('BAD_INPUT', { fields: ['quantity'] });
  // Of the same reservation twice, the first settles.
  const told = new Map(settlements.toReversed().map((one) => [one.reservationId, one]));
  const ended = await executor.execute<{ id: string }>(settle(JSON.stringify([...told.values()]), ctx.now()));
  const endedNow = new Set(ended.map(({ id }) => id));
  return settlements.map((one) => told.get(one.reservationId) === one && endedNow.has(one.reservationId));
}

/** Counters are locked in the order in which reserving locks them. */
const freed = sql`
  change as (
    select period_start, member_id, quota, sum(held) as held, sum(spent) as spent from ended group by 1, 2, 3
  ), locked as materialized (
    select counter.period_start, counter.member_id, counter.quota, held, spent
    from quota_counters as counter join change using (period_start, member_id, quota)
    order by counter.period_start, counter.member_id, counter.quota for update of counter
  ), counted as (
    update quota_counters as counter set reserved = reserved - held, used = used + spent from locked
    where counter.period_start = locked.period_start and counter.member_id = locked.member_id
      and counter.quota = locked.quota
  )`;

/** What comes free without use. */
const end = (state: ReservationState, which: ReturnType<typeof sql>, now: Date) => sql`
  with ended as (
    update reservations set state = ${state}, ended_at = ${now.toISOString()}::timestamptz
    where ${which} and state = 'held'
    returning id, period_start, member_id, quota, quantity as held, 0 as spent
  ), ${freed}
  select id from ended`;

/** The usage record is written here and not by `recordUsage`, whose count of the quota this statement has done. */
const settle = (told: string, now: Date) => sql`
  with told as materialized (
    select * from jsonb_to_recordset(${told}::jsonb) as told ("reservationId" uuid, quantity bigint)
  ), ended as (
    update reservations as reservation
    set state = 'settled', ended_at = ${now.toISOString()}::timestamptz
    from told where id = "reservationId" and state in ('held', 'expired')
    returning id, period_start, member_id, quota, meter, created_at, told.quantity as spent,
      case when old.state = 'held' then reservation.quantity else 0 end as held
  ), ${freed}, fresh as (
    insert into usage_keys (key) select 'reservation:' || id from ended where spent > 0
  ), kept as (
    insert into usage_records (key, member_id, meter, quantity, happened_at, recorded_at)
    select 'reservation:' || id, member_id, meter, spent, created_at, ${now.toISOString()}::timestamptz
    from ended where spent > 0
  ), pending as (
    insert into usage_pending (member_id, meter, quantity, happened_at)
    select member_id, meter, spent, created_at from ended where spent > 0
  )
  select id from ended`;
