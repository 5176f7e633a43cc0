import {
  forecastUse,
  type Grain,
  type Meter,
  meters,
  type PlanName,
  periodOf,
  periodStarts,
  planThatHolds,
  type QuotaName,
} from '@backlot/core';
import { sql } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { quotasOf } from './quotas-of.ts';

export type QuotaView = {
  quota: QuotaName;
  /** In the quota's unit: bytes, micro-dollars, generations, viewer-seconds. */
  used: number;
  held: number;
  limit: number;
  /** When it begins anew; null for storage. */
  resetsAt: string | null;
  /** What it comes to by then if it goes on so; null for storage and when it is too early to say. */
  forecast: number | null;
  /** The least plan above with a larger limit; null when there is none. */
  liftedBy: PlanName | null;
};

export type UsageView = { plan: PlanName; period: { startsAt: string; endsAt: string }; quotas: QuotaView[] };

/** The actor's quotas as they stand now. */
export async function viewUsage(ctx: MemberCtx): Promise<UsageView> {
  const { plan, period, quotas } = await quotasOf(ctx, ctx.actor.memberId);
  return {
    plan,
    period: { startsAt: period.startsAt.toISOString(), endsAt: period.endsAt.toISOString() },
    quotas: quotas.map(({ quota, used, held, limit }) => {
      const resets = quota !== 'storage';
      return {
        ...{ quota, used, held, limit },
        resetsAt: resets ? period.endsAt.toISOString() : null,
        forecast: resets ? forecastUse(used, period, ctx.now()) : null,
        liftedBy: planThatHolds(plan, quota, limit + 1),
      };
    }),
  };
}

/** One period of a history; quantities are whole numbers as text, because byte-seconds pass 2^53. */
export type UsagePoint = { startsAt: string; quantity: string };

const periodsShown = { hour: 48, day: 31, month: 12 } as const satisfies Record<Grain, number>;
const stepMs = { hour: 3_600_000, day: 24 * 3_600_000, month: 28 * 24 * 3_600_000 } as const;

/**
 * What the actor used of some meters in the last periods, oldest first, without gaps; as of the last roll-up, a minute
 * ago at most. Several meters (one for each platform) are added up.
 */
export async function viewUsageHistory(
  ctx: MemberCtx,
  input: { grain: Grain; meters: readonly Meter[] },
): Promise<UsagePoint[]> {
  const now = ctx.now();
  const { grain } = input;
  const from = new Date(now.getTime() - (periodsShown[grain] - 1) * stepMs[grain]);
  const starts = periodStarts(grain, periodOf(grain, from).startsAt, now);
  const asked = JSON.stringify(
    starts.flatMap((startsAt) =>
      input.meters.filter((meter) => meter in meters).map((meter) => ({ startsAt, meter })),
    ),
  );
  const rows = await ctx.db.execute<{ startsMs: string; quantity: string }>(sql`
    select extract(epoch from asked."startsAt")::bigint * 1000 as "startsMs", sum(quantity)::text as quantity
    from jsonb_to_recordset(${asked}::jsonb) as asked ("startsAt" timestamptz, meter text)
      join usage_totals as total on total.grain = ${grain} and total.starts_at = asked."startsAt"
        and total.member_id = ${ctx.actor.memberId} and total.meter = asked.meter
    group by 1`);
  const quantities = new Map(rows.map(({ startsMs, quantity }) => [Number(startsMs), quantity]));
  return starts.map((startsAt) => ({
    startsAt: startsAt.toISOString(),
    quantity: quantities.get(startsAt.getTime()) ?? '0',
  }));
}
