import type { ErrorData } from '../errors.ts';
import { type PlanLimits, type PlanName, planNames, plans } from '../pricing/plans.ts';
import type { Period } from './periods.ts';

/** What a plan limits and a month uses up; it begins anew with every calendar month, in UTC. */
export const spentQuotaNames = ['text', 'video', 'live'] as const;
export type SpentQuotaName = (typeof spentQuotaNames)[number];

/** All that a plan limits. `storage` is what is kept now, and comes free when something is removed. */
export const quotaNames = ['storage', ...spentQuotaNames] as const;
export type QuotaName = (typeof quotaNames)[number];

/** What members can use already. What else a plan holds is declared, and neither shown nor sold before something uses it up. */
export const quotasInUse: readonly QuotaName[] = ['storage', 'video'];

const limitOf: Readonly<Record<QuotaName, (limits: PlanLimits) => number>> = {
  storage: (limits) => limits.storageBytes,
  text: (limits) => limits.textMicroUsdPerMonth,
  video: (limits) => limits.videoGenerationsPerMonth,
  live: (limits) => limits.liveViewerSecondsPerMonth,
};

/** The limit of a quota in a plan, in the quota's unit: bytes, micro-dollars, generations, viewer-seconds. */
export const quotaLimit = (plan: PlanName, quota: QuotaName): number => limitOf[quota](plans[plan].limits);

/** The least plan above this one in which so much fits; null when none does. */
export function planThatHolds(plan: PlanName, quota: QuotaName, amount: number): PlanName | null {
  const above = planNames.slice(planNames.indexOf(plan) + 1);
  return above.find((name) => quotaLimit(name, quota) >= amount) ?? null;
}

/**
 * What a refused request is told, as the data of QUOTA_EXCEEDED.
 * @param used what is used and held already
 * @param resetsAt when the quota begins anew; null for storage, which only removal frees
 */
export const quotaRefusal = (refused: {
  quota: QuotaName;
  plan: PlanName;
  used: number;
  asked: number;
  resetsAt: Date | null;
}): ErrorData => ({
  quota: refused.quota,
  limit: quotaLimit(refused.plan, refused.quota),
  used: refused.used,
  asked: refused.asked,
  resetsAt: refused.resetsAt?.toISOString() ?? null,
  plan: refused.plan,
  liftedBy: planThatHolds(refused.plan, refused.quota, refused.used + refused.asked),
});

/** A held part of a quota. Work that was done after its hold expired counts all the same. */
export const reservationStates = ['held', 'settled', 'released', 'expired'] as const;
export type ReservationState = (typeof reservationStates)[number];

export const reservationTransitions: Readonly<Record<ReservationState, readonly ReservationState[]>> = {
  held: ['settled', 'released', 'expired'],
  expired: ['settled'],
  settled: [],
  released: [],
};

/** How long a reservation is held when the caller says nothing. Longer than any one call to a provider takes. */
export const reservationSecondsDefault = 60 * 60;

/** A member is told when this share of a limit is used, once a period for each. */
export const alertPercents = [80, 100] as const;
export type AlertPercent = (typeof alertPercents)[number];

/** The thresholds that are reached. Where a plan holds nothing of something, there is nothing to warn of. */
export const alertsReached = (used: number, limit: number): AlertPercent[] =>
  limit === 0 ? [] : alertPercents.filter((percent) => used * 100 >= limit * percent);

/**
 * What will be used by the end of the period when it goes on as it went until now, rounded; null within the first
 * twentieth of the period, where there is nothing to go by.
 */
export function forecastUse(used: number, period: Period, now: Date): number | null {
  const wholeMs = period.endsAt.getTime() - period.startsAt.getTime();
  const goneMs = now.getTime() - period.startsAt.getTime();
  if (goneMs * 20 < wholeMs) return null;
  return Math.round((used / Math.min(goneMs, wholeMs)) * wholeMs);
}
