import { type Money, money } from '../money.ts';

/** From the least to the most. */
export const planNames = ['FREE', 'PRO', 'ENTERPRISE'] as const;
export type PlanName = (typeof planNames)[number];

/** What a plan means for shows. */
export type Tier = 'starter' | 'pro' | 'elite';

/** How often a plan is paid. */
export const billingIntervals = ['month', 'year'] as const;
export type BillingInterval = (typeof billingIntervals)[number];

export type PlanLimits = {
  storageBytes: number;
  /** What the models that write may cost in a month, in millionths of a US dollar. */
  textMicroUsdPerMonth: number;
  videoGenerationsPerMonth: number;
  /** Viewing time on platforms that cost money. Beyond it an event spends its own budget. */
  liveViewerSecondsPerMonth: number;
  /** How long a video in the archive is kept; null until it is deleted. */
  archiveDays: number | null;
};

export type Plan = { tier: Tier; price: Readonly<Record<BillingInterval, Money>>; limits: PlanLimits };

const gib = 1_024 ** 3;
const aDollarInMicroUsd = 1_000_000;

/** The plans and what they hold. A product decision; change it here and nowhere else. */
export const plans: Readonly<Record<PlanName, Plan>> = {
  FREE: {
    tier: 'starter',
    price: { month: money(0, 'USD'), year: money(0, 'USD') },
    limits: {
      storageBytes: gib,
      textMicroUsdPerMonth: aDollarInMicroUsd / 5,
      videoGenerationsPerMonth: 3,
      liveViewerSecondsPerMonth: 0,
      archiveDays: 30,
    },
  },
  PRO: {
    tier: 'pro',
    price: { month: money(1_900, 'USD'), year: money(19_000, 'USD') },
    limits: {
      storageBytes: 100 * gib,
      textMicroUsdPerMonth: 10 * aDollarInMicroUsd,
      videoGenerationsPerMonth: 60,
      liveViewerSecondsPerMonth: 0,
      archiveDays: 365,
    },
  },
  ENTERPRISE: {
    tier: 'elite',
    price: { month: money(9_900, 'USD'), year: money(99_000, 'USD') },
    limits: {
      storageBytes: 1_024 * gib,
      textMicroUsdPerMonth: 100 * aDollarInMicroUsd,
      videoGenerationsPerMonth: 500,
      // 100,000 viewer-minutes.
      liveViewerSecondsPerMonth: 100_000 * 60,
      archiveDays: null,
    },
  },
};

/** Plans that are paid for; FREE is what is left without one. */
export type PaidPlanName = Exclude<PlanName, 'FREE'>;
export const paidPlanNames = ['PRO', 'ENTERPRISE'] as const satisfies readonly PaidPlanName[];

/** The name by which the payment provider knows a plan's price, such as `backlot_pro_month`. */
export const priceKeyOf = (plan: PaidPlanName, interval: BillingInterval): string =>
  `backlot_${plan.toLowerCase()}_${interval}`;

/** The plan and interval of a price's name; null for a name that is not ours. */
export function planOfPriceKey(key: string): { plan: PaidPlanName; interval: BillingInterval } | null {
  for (const plan of paidPlanNames)
    for (const interval of billingIntervals)
      if (priceKeyOf(plan, interval) === key) return { plan, interval };
  return null;
}
