import { expect, it } from 'vitest';
import { planNames } from '../pricing/plans.ts';
import { alertsReached, forecastUse, planThatHolds, quotaLimit, quotaNames, quotaRefusal } from './quotas.ts';

const gib = 1_024 ** 3;

it.each([
  ['FREE', 'storage', 2 * gib, 'PRO'],
  ['FREE', 'storage', 101 * gib, 'ENTERPRISE'],
  ['FREE', 'storage', 1_025 * gib, null],
  ['FREE', 'video', 4, 'PRO'],
  ['FREE', 'live', 60, 'ENTERPRISE'],
  ['PRO', 'text', 11_000_000, 'ENTERPRISE'],
  ['ENTERPRISE', 'text', 1, null],
] as const)('on %s, %s of %d is lifted by %s', (plan, quota, amount, lifting) => {
  expect(planThatHolds(plan, quota, amount)).toBe(lifting);
});

it('holds no less in a higher plan', () => {
  for (const quota of quotaNames) {
    const limits = planNames.map((plan) => quotaLimit(plan, quota));
    expect(limits).toEqual(limits.toSorted((a, b) => a - b));
  }
});

it('says limit, use, reset and the plan that lifts it', () => {
  const resetsAt = new Date('2026-12-01T00:00:00Z');
  expect(quotaRefusal({ quota: 'video', plan: 'FREE', used: 3, asked: 1, resetsAt })).toEqual({
    quota: 'video',
    limit: 3,
    used: 3,
    asked: 1,
    resetsAt: '2026-12-01T00:00:00.000Z',
    plan: 'FREE',
    liftedBy: 'PRO',
  });
});

it.each([
  [0, 100, []],
  [79.9, 100, []],
  [80, 100, [80]],
  [99, 100, [80]],
  [100, 100, [80, 100]],
  [250, 100, [80, 100]],
  [5, 0, []],
] as const)('%d of %d reaches %j', (used, limit, reached) => {
  expect(alertsReached(used, limit)).toEqual(reached);
});

it('goes on as it went, and says nothing too early', () => {
  const period = { startsAt: new Date('2026-11-01T00:00:00Z'), endsAt: new Date('2026-12-01T00:00:00Z') };
  expect(forecastUse(50, period, new Date('2026-11-16T00:00:00Z'))).toBe(100);
  expect(forecastUse(50, period, new Date('2026-11-02T00:00:00Z'))).toBeNull();
  expect(forecastUse(50, period, new Date('2026-12-01T00:00:00Z'))).toBe(50);
});
