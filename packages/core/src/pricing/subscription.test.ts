import { describe, expect, it } from 'vitest';
import cases from './plan-in-force.cases.json' with { type: 'json' };
import { planNames } from './plans.ts';
import { planInForce, subscriptionStatuses, subscriptionWay } from './subscription.ts';

const now = new Date('2026-11-21T12:00:00Z');
const owedSince = (days: number | null) =>
  days === null ? null : new Date(now.getTime() - days * 86_400_000);

describe('planInForce', () => {
  const table = cases.flatMap((one) => [...planNames, null].map((plan) => ({ ...one, plan })));

  it.each(table)(
    '$status of $plan, owed for $owedDays days: $inForce',
    ({ status, owedDays, inForce, plan }) => {
      const mirror = { status, plan, pastDueSince: owedSince(owedDays) };
      expect(planInForce(mirror, now)).toBe(inForce && plan !== null ? plan : 'FREE');
    },
  );

  it('has a case for every status', () => {
    expect(cases.map(({ status }) => status)).toEqual(expect.arrayContaining([...subscriptionStatuses]));
  });

  it('is FREE without a subscription', () => {
    expect(planInForce(null, now)).toBe('FREE');
  });
});

describe('subscriptionWay', () => {
  it.each([
    ['active', 'portal'],
    ['trialing', 'portal'],
    ['past_due', 'portal'],
    ['unpaid', 'portal'],
    ['incomplete', 'portal'],
    ['paused', 'portal'],
    ['a_status_of_tomorrow', 'portal'],
    ['canceled', 'checkout'],
    ['incomplete_expired', 'checkout'],
  ] as const)('of a subscription that is %s: %s', (status, way) => {
    expect(subscriptionWay({ status })).toBe(way);
  });

  it('is the checkout without a subscription', () => {
    expect(subscriptionWay(null)).toBe('checkout');
  });
});
