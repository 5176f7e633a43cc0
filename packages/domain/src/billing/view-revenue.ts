import {
  type BillingInterval,
  billingIntervals,
  type Currency,
  type PaidPlanName,
  paidPlanNames,
  plans,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, count, eq, gte, isNotNull, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** Months shown, this one included. */
const monthsShown = 12;

export type RevenueView = {
  /** Subscriptions in force by plan and interval, and what they bring in a year at today's prices. */
  subscriptions: {
    plan: PaidPlanName;
    interval: BillingInterval;
    members: number;
    yearlyMinor: number;
    currency: Currency;
  }[];
  /** Campaigns paid in each month (UTC), less what was given back of them; the oldest first, months without any too. */
  campaigns: { month: string; currency: Currency; netMinor: number }[];
};

/** What the installation earns. Counted from our mirrors; fees and taxes are the payment provider's to report. */
export async function viewRevenue(ctx: Ctx): Promise<RevenueView> {
  const [subscriptions, campaigns] = await Promise.all([subscriptionRevenue(ctx), campaignRevenue(ctx)]);
  return { subscriptions, campaigns };
}

async function subscriptionRevenue(ctx: Ctx): Promise<RevenueView['subscriptions']> {
  const { subscriptions } = tables;
  const rows = await ctx.db
    .select({ plan: subscriptions.plan, interval: subscriptions.interval, members: count() })
    .from(subscriptions)
    .where(eq(subscriptions.wasInForce, true))
    .groupBy(subscriptions.plan, subscriptions.interval);
  return paidPlanNames.flatMap((plan) =>
    billingIntervals.map((interval) => {
      const members = rows.find((row) => row.plan === plan && row.interval === interval)?.members ?? 0;
      const { amountMinor, currency } = plans[plan].price[interval];
      const timesAYear = interval === 'year' ? 1 : 12;
      return { plan, interval, members, yearlyMinor: members * amountMinor * timesAYear, currency };
    }),
  );
}

async function campaignRevenue(ctx: Ctx): Promise<RevenueView['campaigns']> {
  const { orders } = tables;
  const months = lastMonths(ctx.now());
  const month = sql<string>`to_char(${orders.confirmedAt} at time zone 'UTC', 'YYYY-MM')`;
  const rows = await ctx.db
    .select({
      month,
      currency: orders.currency,
      netMinor: sql<string>`sum(${orders.amountMinor} - ${orders.refundedMinor})`,
    })
    .from(orders)
    .where(and(isNotNull(orders.confirmedAt), gte(orders.confirmedAt, new Date(`${months[0]}-01T00:00:00Z`))))
    .groupBy(sql`1`, orders.currency);
  const currencies = [...new Set<Currency>(['USD', ...rows.map(({ currency }) => currency)])];
  return currencies.flatMap((currency) =>
    months.map((month) => {
      const row = rows.find((one) => one.month === month && one.currency === currency);
      return { month, currency, netMinor: Number(row?.netMinor ?? 0) };
    }),
  );
}

/** The last months as `2026-11`, the oldest first. */
function lastMonths(now: Date): string[] {
  return Array.from({ length: monthsShown }, (_, index) => {
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsShown + 1 + index, 1);
    return new Date(first).toISOString().slice(0, 7);
  });
}
