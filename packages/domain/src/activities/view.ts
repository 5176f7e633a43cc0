import {
  type ActivityKind,
  type ActivityPeriod,
  activityKinds,
  daysUntil,
  type FunnelStep,
  funnelOf,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, count, desc, eq, gte, isNotNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { MemberCtx } from '../context.ts';

export const campaignFunnelSteps = ['who', 'film', 'terms', 'recap', 'ordered', 'paid', 'published'] as const;
export const checkoutFunnelSteps = ['recap', 'opened', 'returned', 'paid'] as const;

/** What the dashboard shows of a period of days. */
export type ActivityStats = {
  /** `own`: what happened around the member's own campaigns. `all`: in the whole installation, for an operator. */
  scope: 'own' | 'all';
  days: { day: string; counts: Record<ActivityKind, number> }[];
  /** Public pages that were seen most. */
  top: { campaignId: string; title: string; slug: string; views: number }[];
  funnels: {
    campaign: FunnelStep<(typeof campaignFunnelSteps)[number]>[];
    checkout: FunnelStep<(typeof checkoutFunnelSteps)[number]>[];
  };
};

/** Activities of a period: of everybody for an operator, around the actor's own campaigns for anybody else. */
export async function viewActivities(
  ctx: MemberCtx,
  input: { days: ActivityPeriod },
): Promise<ActivityStats> {
  const days = daysUntil(ctx.now(), input.days);
  const since = new Date(`${days[0]}T00:00:00Z`);
  const all = ctx.actor.role === 'operator';
  const own = eq(tables.campaigns.ownerId, ctx.actor.memberId);
  const inScope = and(gte(tables.activities.at, since), all ? undefined : own);
  const [counted, top, furthest] = await Promise.all([
    countedByDay(ctx, inScope),
    mostSeen(ctx, inScope),
    furthestSteps(ctx, inScope),
  ]);
  return {
    scope: all ? 'all' : 'own',
    days: days.map((day) => ({ day, counts: { ...nothing(), ...counted.get(day) } })),
    top,
    funnels: {
      campaign: funnelOf(campaignFunnelSteps, furthest.campaign),
      checkout: funnelOf(checkoutFunnelSteps, furthest.checkout),
    },
  };
}

const nothing = (): Record<ActivityKind, number> => ({
  'page.viewed': 0,
  'campaign.step': 0,
  'checkout.step': 0,
});

async function countedByDay(ctx: MemberCtx, inScope: SQL | undefined) {
  const day = sql<string>`to_char(${tables.activities.at} at time zone 'UTC', 'YYYY-MM-DD')`;
  const rows = await ctx.db
    .select({ day, kind: tables.activities.kind, count: count() })
    .from(tables.activities)
    .leftJoin(tables.campaigns, eq(tables.campaigns.id, tables.activities.campaignId))
    .where(inScope)
    .groupBy(day, tables.activities.kind);
  const byDay = new Map<string, Partial<Record<ActivityKind, number>>>();
  for (const row of rows) {
    if (row.kind in activityKinds) byDay.set(row.day, { ...byDay.get(row.day), [row.kind]: row.count });
  }
  return byDay;
}

async function mostSeen(ctx: MemberCtx, inScope: SQL | undefined): Promise<ActivityStats['top']> {
  const views = count();
  const rows = await ctx.db
    .select({
      campaignId: tables.campaigns.id,
      title: tables.campaigns.title,
      slug: tables.campaigns.slug,
      views,
    })
    .from(tables.activities)
    .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.activities.campaignId))
    .where(and(inScope, eq(tables.activities.kind, 'page.viewed'), eq(tables.activities.detail, 'published')))
    .groupBy(tables.campaigns.id)
    .orderBy(desc(views), tables.campaigns.id)
    .limit(10);
  return rows.map((row) => ({ ...row, title: row.title ?? '' }));
}

/**
 * How far each campaign came whose making was seen in the period. What browsers report goes as far as the recap and the way
 * back; whether it was ordered, paid and published is known better here.
 */
async function furthestSteps(ctx: MemberCtx, inScope: SQL | undefined) {
  const order = alias(tables.orders, 'order_of');
  const seen = (detail: string) =>
    sql<boolean>`bool_or(${tables.activities.kind} in ('campaign.step', 'checkout.step') and ${tables.activities.detail} = ${detail})`;
  const rows = await ctx.db
    .select({
      film: seen('film'),
      terms: seen('terms'),
      recap: seen('recap'),
      opened: seen('opened'),
      returned: sql<boolean>`bool_or(${tables.activities.kind} = 'checkout.step' and ${tables.activities.detail} in ('returned', 'left'))`,
      orderedAt: tables.campaigns.orderedAt,
      publishedAt: tables.campaigns.publishedAt,
      confirmedAt: order.confirmedAt,
    })
    .from(tables.activities)
    .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.activities.campaignId))
    .leftJoin(order, eq(order.campaignId, tables.campaigns.id))
    .where(
      and(
        inScope,
        isNotNull(tables.activities.campaignId),
        sql`${tables.activities.kind} in ('campaign.step', 'checkout.step')`,
      ),
    )
    .groupBy(tables.campaigns.id, order.confirmedAt);
  return {
    campaign: rows.map((row) =>
      last([true, row.film, row.terms, row.recap, row.orderedAt, row.confirmedAt, row.publishedAt]),
    ),
    checkout: rows
      .map((row) => last([row.recap, row.opened || row.orderedAt, row.returned, row.confirmedAt]))
      .filter((step) => step >= 0),
  };
}

/** The index of the last thing that is so; -1 when none is. */
const last = (reached: readonly (boolean | Date | null)[]): number =>
  reached.findLastIndex((one) => Boolean(one));
