import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysUntil, funnelOf } from './funnel.ts';

it('counts who came at least so far', () => {
  expect(funnelOf(['who', 'film', 'paid'], [0, 0, 2, 1])).toEqual([
    { step: 'who', count: 4 },
    { step: 'film', count: 2 },
    { step: 'paid', count: 1 },
  ]);
});

it('never widens', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 })), (furthest) => {
      const counts = funnelOf(['a', 'b', 'c', 'd', 'e'], furthest).map(({ count }) => count);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect(counts[0]).toBe(furthest.length);
    }),
  );
});

it('names every day of a period, also over the end of a year', () => {
  expect(daysUntil(new Date('2027-01-01T00:30:00Z'), 3)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
});
