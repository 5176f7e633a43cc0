import { plans, type SpendingMeter } from '@backlot/core';
import { tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ctx, inTransaction } from '../context.ts';
import { openTestCtx } from '../testing.ts';
import {
  expireReservations,
  openSettlements,
  releaseReservation,
  settleReservation,
} from './end-reservations.ts';
import { recordUsage } from './record-usage.ts';
import { type Ask, openQuotas, reserveQuota } from './reserve-quota.ts';
import { rollUp } from './roll-up.ts';
import { memberNumber, totalsAndTruth, usageRecord } from './testing.ts';

let ctx: Ctx;
/** A second process as far as quotas go: its own connections and its own gathering. */
let other: Awaited<ReturnType<typeof openTestCtx>>['ctx'];
let close: () => Promise<void>;
const free = memberNumber(1);
const pro = memberNumber(2);

beforeAll(async () => {
  ({ ctx, close } = await openTestCtx('quotas-test', { connections: 16 }));
  other = { ...ctx };
  await ctx.db.insert(tables.members).values(
    [free, pro].map((id) => ({
      ...{ id, email: `${id}@example.com`, displayName: 'Ada', language: 'en' as const },
      createdAt: new Date(),
    })),
  );
  await ctx.db.insert(tables.subscriptions).values({
    ...{ memberId: pro, customerId: 'cus_1', subscriptionId: 'sub_1', status: 'active', plan: 'PRO' },
    ...{ createdAt: new Date(), updatedAt: new Date() },
  });
});
afterAll(() => close());
beforeEach(async () => {
  await ctx.db.execute(
    sql`truncate usage_records, usage_keys, usage_pending, usage_totals, quota_counters, reservations`,
  );
});

const limits = plans.FREE.limits;
const counters = async () => {
  const rows = await ctx.db.select().from(tables.quotaCounters);
  return Object.fromEntries(
    rows.map(({ memberId, quota, used, reserved }) => [`${memberId.at(-1)} ${quota}`, { used, reserved }]),
  );
};
const reserve = (ask: Ask, on: Ctx = ctx) => inTransaction(on, (txCtx) => reserveQuota(txCtx, ask));
const code = (error: { code?: string; message?: string }) => error.code ?? error.message;
const granted = (results: PromiseSettledResult<unknown>[]) => {
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [code(result.reason)] : []));
  expect(new Set(refused).size).toBeLessThanOrEqual(1);
  if (refused.length > 0) expect(refused[0]).toBe('QUOTA_EXCEEDED');
  return results.length - refused.length;
};

describe('a quota', () => {
  const hundred: Ask = {
    memberId: free,
    meter: 'text.micro_usd',
    quantity: limits.textMicroUsdPerMonth / 100,
  };

  it.each([
    ['gathered in two processes', () => [openQuotas(ctx), openQuotas(other)]],
    ['in transactions of their own', () => [(ask: Ask) => reserve(ask)]],
  ] as const)('of 100 lets exactly 100 of 500 pass, %s', async (_, open) => {
    const ways = open();
    const asks = Array.from({ length: 500 }, (_, n) => (ways[n % ways.length] as (typeof ways)[0])(hundred));
    expect(granted(await Promise.allSettled(asks))).toBe(100);
    expect(await counters()).toEqual({ '1 text': { used: 0, reserved: limits.textMicroUsdPerMonth } });
    expect(await ctx.db.select().from(tables.reservations)).toHaveLength(100);
  });

  it('says what is used, when it resets and which plan lifts it', async () => {
    for (let n = 0; n < 3; n += 1) await reserve({ memberId: free, meter: 'video.generation', quantity: 1 });
    const now = new Date();
    await expect(reserve({ memberId: free, meter: 'video.generation', quantity: 1 })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      data: {
        ...{ quota: 'video', limit: 3, used: 3, asked: 1, plan: 'FREE', liftedBy: 'PRO' },
        resetsAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString(),
      },
    });
    // Another member's, another quota and another plan are none of its business.
    await reserve({ memberId: pro, meter: 'video.generation', quantity: 60 });
    await reserve({ memberId: free, meter: 'text.micro_usd', quantity: 1 });
    await expect(
      reserve({ memberId: pro, meter: 'live.viewer_seconds.agora', quantity: 1 }),
    ).rejects.toMatchObject({
      data: { limit: 0, liftedBy: 'ENTERPRISE' },
    });
  });

  it('begins anew with the month, and a late settlement counts in the month that it was held in', async () => {
    const last = new Date(Date.UTC(2026, 10, 30, 23, 59, 59));
    const inNovember = { ...ctx, now: () => last };
    const { reservationId } = await reserve(
      { memberId: free, meter: 'video.generation', quantity: 3 },
      inNovember,
    );
    const inDecember = { ...ctx, now: () => new Date(last.getTime() + 2_000) };
    await reserve({ memberId: free, meter: 'video.generation', quantity: 3 }, inDecember);
    await inTransaction(inDecember, (txCtx) => settleReservation(txCtx, { reservationId, quantity: 2 }));
    const rows = await ctx.db.select().from(tables.quotaCounters).orderBy(tables.quotaCounters.periodStart);
    expect(rows.map(({ used, reserved }) => [used, reserved])).toEqual([
      [2, 0],
      [0, 3],
    ]);
    const [record] = await ctx.db.select().from(tables.usageRecords);
    expect(record?.happenedAt).toEqual(last);
    await rollUp(ctx);
    const { totals, truth } = await totalsAndTruth(ctx);
    expect(totals).toEqual(truth);
  });

  it('lets nothing through that is not a whole number above 0', async () => {
    const bad = [0, -1, 1.5, Number.NaN, 2 ** 60];
    const results = await Promise.allSettled(bad.map((quantity) => reserve({ ...hundred, quantity })));
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(
      bad.map(() => 'BAD_INPUT'),
    );
  });

  it('that holds a large part refuses a larger one and still grants a small one beside it', async () => {
    const ask = openQuotas(ctx);
    const parts = [150_000, 90_000, 40_000, 20_000, 10_000].map((quantity) => ask({ ...hundred, quantity }));
    const results = await Promise.allSettled(parts);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await counters())['1 text']).toEqual({ used: 0, reserved: 200_000 });
  });

  it('counts what was recorded without asking, even beyond the limit', async () => {
    const { quantity } = hundred;
    const used = limits.textMicroUsdPerMonth + 5;
    await reserve(hundred);
    const record = usageRecord('r', { quantity: BigInt(used) });
    await inTransaction(ctx, (txCtx) => recordUsage(txCtx, [record, record]));
    await expect(reserve(hundred)).rejects.toMatchObject({ data: { used: used + quantity } });
    // What is held stays held.
    expect(await counters()).toEqual({ '1 text': { used, reserved: quantity } });
  });
});

describe('a reservation', () => {
  const ask: Ask = { memberId: free, meter: 'text.micro_usd', quantity: 1_000 };
  const settle = (reservationId: string, quantity: number) =>
    inTransaction(ctx, (txCtx) => settleReservation(txCtx, { reservationId, quantity }));
  const release = (reservationId: string) =>
    inTransaction(ctx, (txCtx) => releaseReservation(txCtx, { reservationId }));
  const later = () => ({ ...ctx, now: () => new Date(Date.now() + 3_601_000) });

  it('is gone with the transaction that made it', async () => {
    const failing = inTransaction(ctx, async (txCtx) => {
      await reserveQuota(txCtx, ask);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await counters()).toEqual({});
  });

  it('settles once, with what it really was', async () => {
    const { reservationId } = await reserve(ask);
    const settled = await Promise.all(Array.from({ length: 8 }, () => settle(reservationId, 400)));
    expect(settled.filter(Boolean)).toHaveLength(1);
    expect(await release(reservationId)).toBe(false);
    expect(await counters()).toEqual({ '1 text': { used: 400, reserved: 0 } });
    expect(await ctx.db.select().from(tables.usageRecords)).toHaveLength(1);
  });

  it('that was released is settled no more', async () => {
    const { reservationId } = await reserve(ask);
    expect(await release(reservationId)).toBe(true);
    expect(await settle(reservationId, 400)).toBe(false);
    expect(await counters()).toEqual({ '1 text': { used: 0, reserved: 0 } });
    expect(await ctx.db.select().from(tables.usageRecords)).toHaveLength(0);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60])('is not settled with %d, and stays held', async (quantity) => {
    const { reservationId } = await reserve(ask);
    await expect(settle(reservationId, quantity)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await counters()).toEqual({ '1 text': { used: 0, reserved: 1_000 } });
  });

  it('told twice in one breath is settled with the first', async () => {
    const settling = openSettlements(ctx);
    const { reservationId } = await reserve(ask);
    const told = [300, 900].map((quantity) => settling({ reservationId, quantity }));
    expect(await Promise.all(told)).toEqual([true, false]);
    expect(await counters()).toEqual({ '1 text': { used: 300, reserved: 0 } });
  });

  it('expires however many there are', async () => {
    const count = 2_100;
    await reserve({ ...ask, quantity: count });
    await ctx.db.execute(sql`truncate reservations`);
    await ctx.db.execute(sql`
      insert into reservations (id, member_id, quota, meter, period_start, quantity, state, created_at, expires_at)
      select gen_random_uuid(), member_id, quota, 'text.micro_usd', period_start, 1, 'held', now(), now()
      from quota_counters cross join generate_series(1, ${count}::int)`);
    expect(await expireReservations(later())).toEqual({ expired: count });
    expect(await counters()).toEqual({ '1 text': { used: 0, reserved: 0 } });
  });

  it('expires and is given back; work that was done all the same still counts', async () => {
    const { reservationId } = await reserve(ask);
    expect(await expireReservations(ctx)).toEqual({ expired: 0 });
    const both = await Promise.all([expireReservations(later()), expireReservations(later())]);
    expect(both[0].expired + both[1].expired).toBe(1);
    expect(await counters()).toEqual({ '1 text': { used: 0, reserved: 0 } });
    expect(await release(reservationId)).toBe(false);
    expect(await settle(reservationId, 700)).toBe(true);
    expect(await counters()).toEqual({ '1 text': { used: 700, reserved: 0 } });
  });

  const step = fc.record({
    member: fc.constantFrom(free, pro),
    meter: fc.constantFrom<SpendingMeter>('video.generation', 'text.micro_usd'),
    quantity: fc.integer({ min: 1, max: 3 }),
    end: fc.constantFrom(
      'settle',
      'settle part',
      'settle twice',
      'release',
      'expire',
      'expire and settle',
      'hold',
    ),
  });

  it('whatever happens at once, never passes a limit, and what is used equals what is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        async (story, expires) => {
          const calm = ({ end }: { end: string }) => expires || !end.startsWith('expire');
          const steps = story.filter(calm);
          await ctx.db.execute(
            sql`truncate usage_records, usage_keys, usage_pending, usage_totals, quota_counters, reservations`,
          );
          const ways = [openQuotas(ctx), openQuotas(other), (one: Ask) => reserve(one)];
          const settling = openSettlements(ctx);
          let held = 0;
          await Promise.all(
            steps.map(async ({ member, meter, quantity, end }, n) => {
              const one = {
                memberId: member,
                meter,
                quantity: meter === 'text.micro_usd' ? quantity * 60_000 : quantity,
              };
              const made = await (ways[n % 3] as (typeof ways)[0])(one).catch((error) => {
                if (error.code !== 'QUOTA_EXCEEDED') throw error;
                return null;
              });
              if (!made) return;
              const settlement = { ...made, quantity: one.quantity };
              if (end === 'settle') await settling(settlement);
              if (end === 'settle part') await settling({ ...settlement, quantity: one.quantity - 1 });
              if (end === 'settle twice') await Promise.all([settling(settlement), settling(settlement)]);
              if (end === 'release') await release(made.reservationId);
              if (end.startsWith('expire')) await expireReservations(later());
              if (end === 'expire and settle') await settling(settlement);
              if (end === 'hold') held += one.quantity;
            }),
          );
          const { reserved, used } = await sums();
          const over = await ctx.db.execute(sql`
          select 1 from quota_counters where used + reserved >
            case quota when 'video' then ${limits.videoGenerationsPerMonth}::bigint
              else ${limits.textMicroUsdPerMonth}::bigint end
            and member_id = ${free}`);
          // What expires is given to others, and may have been used all the same.
          if (!steps.some(({ end }) => end.startsWith('expire'))) {
            expect(over).toHaveLength(0);
            expect(reserved).toBe(held);
          }
          await rollUp(ctx);
          const { totals, truth } = await totalsAndTruth(ctx);
          expect(totals).toEqual(truth);
          const recorded = truth.filter(({ grain }) => grain === 'month');
          expect(recorded.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(used);
          await expireReservations(later());
          expect(await sums()).toEqual({ reserved: 0, used });
        },
      ),
      { numRuns: 15 },
    );
  });

  const sums = async () => {
    const rows = await ctx.db.select().from(tables.quotaCounters);
    const sum = (key: 'used' | 'reserved') => rows.reduce((all, row) => all + row[key], 0);
    return { reserved: sum('reserved'), used: sum('used') };
  };
});
