import {
  BacklotError,
  meters,
  type PlanName,
  periodOf,
  quotaLimit,
  quotaRefusal,
  reservationSecondsDefault,
  type SpendingMeter,
  type SpentQuotaName,
} from '@backlot/core';
import type { Executor } from '@backlot/db';
import { sql } from 'drizzle-orm';
import { plansOf } from '../billing/plans-of.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { gather } from '../gather.ts';

/** What someone is about to use: at most so much of a meter, which holds that part of its quota. */
export type Ask = {
  memberId: string;
  meter: SpendingMeter;
  /** Whole units, more than 0; settling says how much it was. */
  quantity: number;
  /** The hold ends by itself after this long; reservationSecondsDefault when absent. */
  expiresInSeconds?: number;
};

/** Settle it by `settleReservation`, or give it back by `releaseReservation`. */
export type Reservation = { reservationId: string };

/**
 * Holds a part of a member's quota in the caller's transaction, if it fits beside what is used and held in this month.
 * Whoever asks for the same quota waits for that transaction: keep it short.
 * QUOTA_EXCEEDED with quota, limit, used, asked, resetsAt, plan and liftedBy; BAD_INPUT for a quantity that cannot be.
 */
export async function reserveQuota(ctx: TxCtx, ask: Ask): Promise<Reservation> {
  const [answer] = await reserveAll(ctx, [ask]);
  return orThrow(answer);
}

/**
 * `reserveQuota` in a transaction of its own. Of those who ask at the same time, many are answered by one statement, so
 * that a member's one row is locked once for all of them.
 */
export function openQuotas(ctx: Ctx): (ask: Ask) => Promise<Reservation> {
  const ask = gather((asks: Ask[]) => reserveAll(ctx, asks), { itemsMax: 200, patienceSeconds: 15 });
  return async (one) => orThrow(await ask(one));
}

type Answer = Reservation | BacklotError;

function orThrow(answer: Answer | undefined): Reservation {
  if (answer === undefined) throw new BacklotError('INTERNAL');
  if (answer instanceof BacklotError) throw answer;
  return answer;
}

/** One counter and one quantity: how many of these fit is arithmetic, and the row is changed once. */
type Lot = {
  memberId: string;
  quota: SpentQuotaName;
  plan: PlanName;
  limit: number;
  quantity: number;
  holds: { place: number; id: string; meter: SpendingMeter; expiresAt: string }[];
};

type Counted = { memberId: string; quota: SpentQuotaName; used: string; reserved: string; granted: string };

async function reserveAll(ctx: Ctx | TxCtx, asks: readonly Ask[]): Promise<Answer[]> {
  const executor: Executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const now = ctx.now();
  const period = periodOf('month', now);
  const plans = await plansOf(ctx, [...new Set(asks.map(({ memberId }) => memberId))]);
  const answers: Answer[] = [];
  for (const lots of roundsOf(ctx, asks, plans, answers, now)) {
    const counted = await executor.execute<Counted>(hold([...lots.values()], period.startsAt, now));
    for (const row of counted) {
      const lot = lots.get(`${row.memberId} ${row.quota}`);
      if (!lot) throw new BacklotError('INTERNAL');
      const held = Number(row.granted) / lot.quantity;
      for (const [index, { place, id }] of lot.holds.entries()) {
        if (index < held) answers[place] = { reservationId: id };
        else {
          const used = Number(row.used) + Number(row.reserved);
          const refusal = { ...lot, used, asked: lot.quantity, resetsAt: period.endsAt };
          answers[place] = new BacklotError('QUOTA_EXCEEDED', quotaRefusal(refusal));
        }
      }
    }
  }
  return answers;
}

/** Lots that can go together: within a round each counter has one. Asks that cannot be are answered at once. */
function roundsOf(
  ctx: Ctx | TxCtx,
  asks: readonly Ask[],
  plans: ReadonlyMap<string, PlanName>,
  answers: Answer[],
  now: Date,
): Map<string, Lot>[] {
  const rounds: Map<string, Lot>[] = [];
  for (const [place, ask] of asks.entries()) {
    const { memberId, meter, quantity, expiresInSeconds = reservationSecondsDefault } = ask;
    if (!Number.isSafeInteger(quantity) || quantity <= 0) {
      answers[place] = new BacklotError('BAD_INPUT', { fields: ['quantity'] });
      continue;
    }
    const quota = meters[meter].quota;
    const key = `${memberId} ${quota}`;
    const fits = (round: Map<string, Lot>) => (round.get(key)?.quantity ?? quantity) === quantity;
    const round = rounds.find(fits) ?? new Map<string, Lot>();
    if (!rounds.includes(round)) rounds.push(round);
    const plan = plans.get(memberId) ?? 'FREE';
    const lot = round.get(key) ?? {
      ...{ memberId, quota, plan, quantity, limit: quotaLimit(plan, quota) },
      holds: [],
    };
    const expiresAt = new Date(now.getTime() + expiresInSeconds * 1_000).toISOString();
    lot.holds.push({ place, id: ctx.newId(), meter, expiresAt });
    round.set(key, lot);
  }
  return rounds;
}

/**
 * Grants as many of each lot as fit, and writes the reservations of those, in one statement. What fits is computed from the
 * row as it is once it is locked, so that nobody between reading and writing can pass the limit. Rows are locked in one
 * order.
 */
const hold = (lots: readonly Lot[], periodStart: Date, now: Date) => sql`
  with lot as materialized (
    select * from jsonb_to_recordset(${JSON.stringify(lots)}::jsonb)
      as lot ("memberId" uuid, quota text, "limit" bigint, quantity bigint, holds jsonb)
  ), counted as (
    insert into quota_counters as counter (period_start, member_id, quota, reserved)
    select ${periodStart.toISOString()}::timestamptz, "memberId", quota,
      quantity * least(jsonb_array_length(holds), "limit" / quantity)
    from lot order by "memberId", quota
    on conflict (period_start, member_id, quota) do update set reserved = counter.reserved + (
      select quantity * greatest(0, least(
        jsonb_array_length(holds), ("limit" - counter.used - counter.reserved) / quantity))
      from lot where "memberId" = counter.member_id and quota = counter.quota)
    returning counter.period_start, counter.member_id, counter.quota, new.used, new.reserved,
      new.reserved - coalesce(old.reserved, 0) as granted
  ), held as (
    insert into reservations (id, member_id, quota, meter, period_start, quantity, state, created_at, expires_at)
    select (one.hold->>'id')::uuid, member_id, counted.quota, one.hold->>'meter', period_start, quantity, 'held',
      ${now.toISOString()}::timestamptz, (one.hold->>'expiresAt')::timestamptz
    from counted join lot on "memberId" = member_id and lot.quota = counted.quota
      cross join lateral jsonb_array_elements(holds) with ordinality as one (hold, place)
    where one.place <= granted / quantity
  )
  select member_id as "memberId", quota, used, reserved, granted from counted`;
