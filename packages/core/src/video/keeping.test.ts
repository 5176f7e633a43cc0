import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binEndsAt, isOverdue, type Keeping, keepingOf, warningDue } from './keeping.ts';

const aDayMs = 24 * 3_600_000;
const storedAt = new Date('2026-01-01T00:00:00Z');
const day = (days: number) => new Date(storedAt.getTime() + days * aDayMs);
const fresh: Keeping = { keepUntil: null, warnedDays: null };

describe('keeping videos', () => {
  it('goes by the plan', () => {
    expect(keepingOf({ ...fresh, storedAt }, 30, storedAt)).toEqual({ keepUntil: day(30), warnedDays: null });
    expect(keepingOf({ ...fresh, storedAt }, null, storedAt)).toEqual(fresh);
  });

  it('leaves 14 days when a smaller plan would have ended it already', () => {
    expect(keepingOf({ keepUntil: day(365), warnedDays: null, storedAt }, 30, day(100)).keepUntil).toEqual(
      day(114),
    );
  });

  it('takes warnings back when a larger plan keeps it longer', () => {
    const warned = { keepUntil: day(30), warnedDays: 3, storedAt };
    expect(keepingOf(warned, 365, day(29))).toEqual({ keepUntil: day(365), warnedDays: null });
    expect(keepingOf(warned, null, day(29))).toEqual(fresh);
  });

  it('warns 14 and 3 days before', () => {
    const kept = keepingOf({ ...fresh, storedAt }, 30, storedAt);
    expect(warningDue(kept, day(15.9))).toBeNull();
    expect(warningDue(kept, day(16))).toBe(14);
    expect(warningDue({ ...kept, warnedDays: 14 }, day(26))).toBeNull();
    expect(warningDue({ ...kept, warnedDays: 14 }, day(27))).toBe(3);
    expect(warningDue({ ...kept, warnedDays: 3 }, day(29))).toBeNull();
  });

  it('ends no video before both warnings were given and their days are over, whatever plans come and go', () => {
    const review = fc.record({
      afterDays: fc.integer({ min: 0, max: 40 }),
      plan: fc.constantFrom(30, 365, null),
    });
    fc.assert(
      fc.property(fc.array(review, { minLength: 1, maxLength: 60 }), (reviews) => {
        let kept: Keeping = fresh;
        let now = storedAt;
        let warnings: { days: number; at: Date }[] = [];
        for (const { afterDays, plan } of reviews) {
          now = new Date(now.getTime() + afterDays * aDayMs);
          const before = kept;
          kept = keepingOf({ ...kept, storedAt }, plan, now);
          if (kept.warnedDays === null && before.warnedDays !== null) warnings = [];
          if (isOverdue(kept, now)) {
            expect(plan).not.toBeNull();
            const [first, last] = warnings;
            expect(warnings.map(({ days }) => days)).toEqual([14, 3]);
            expect(now.getTime() - (first?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(3 * aDayMs);
            expect(now.getTime() - (last?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(3 * aDayMs);
            expect(now.getTime()).toBeGreaterThanOrEqual(storedAt.getTime() + (plan ?? 0) * aDayMs);
            return;
          }
          const due = warningDue(kept, now);
          if (due !== null) {
            warnings.push({ days: due, at: now });
            kept = { ...kept, warnedDays: due };
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what was thrown away for a week', () => {
    expect(binEndsAt(day(1))).toEqual(day(8));
  });
});
