import { describe, expect, it } from 'vitest';
import { billingIntervals, paidPlanNames, planNames, planOfPriceKey, plans, priceKeyOf } from './plans.ts';

describe('plans', () => {
  it('cost what was decided', () => {
    const prices = planNames.map((name) =>
      billingIntervals.map((each) => plans[name].price[each].amountMinor),
    );
    expect(prices).toEqual([
      [0, 0],
      [1_900, 19_000],
      [9_900, 99_000],
    ]);
  });

  it.each([
    ['FREE', [1_073_741_824, 200_000, 3, 0, 30]],
    ['PRO', [107_374_182_400, 10_000_000, 60, 0, 365]],
    ['ENTERPRISE', [1_099_511_627_776, 100_000_000, 500, 6_000_000, null]],
  ] as const)('%s holds what was decided', (name, limits) => {
    expect(Object.values(plans[name].limits)).toEqual(limits);
  });

  it('hold no less than the plan before', () => {
    for (const key of ['storageBytes', 'textMicroUsdPerMonth', 'videoGenerationsPerMonth'] as const) {
      const held = planNames.map((name) => plans[name].limits[key]);
      expect(held).toEqual(held.toSorted((a, b) => a - b));
    }
  });
});

describe('price keys', () => {
  it('lead back to plan and interval', () => {
    for (const plan of paidPlanNames)
      for (const interval of billingIntervals)
        expect(planOfPriceKey(priceKeyOf(plan, interval))).toEqual({ plan, interval });
  });

  it.each(['', 'backlot_free_month', 'backlot_pro_week', 'pro_month'])('%j is not ours', (key) => {
    expect(planOfPriceKey(key)).toBeNull();
  });
});
