import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, share } from './money.ts';

describe('share', () => {
  it.each([
    [1_900, 50, 950],
    [1_901, 50, 951],
    [1, 15, 0],
    [10, 15, 2],
    [19_900, 15, 2_985],
    [0, 50, 0],
    [7, 100, 7],
  ])('of %i at %i per cent is %i', (amountMinor, percent, expected) => {
    expect(share(money(amountMinor, 'USD'), percent)).toEqual(money(expected, 'USD'));
  });

  it('is whole, never more than the amount, and off by half a unit at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e10 }),
        fc.integer({ min: 0, max: 100 }),
        (amountMinor, percent) => {
          const part = share(money(amountMinor, 'EUR'), percent).amountMinor;
          expect(Number.isSafeInteger(part)).toBe(true);
          expect(part).toBeLessThanOrEqual(amountMinor);
          expect(Math.abs(part - (amountMinor * percent) / 100)).toBeLessThanOrEqual(0.5);
        },
      ),
    );
  });

  it.each([Number.NaN, 0.5, 2 ** 53])('takes no amount of %d', (amountMinor) => {
    expect(() => money(amountMinor, 'USD')).toThrow(RangeError);
  });
});
