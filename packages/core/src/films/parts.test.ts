import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from './parts.cases.json' with { type: 'json' };
import { partCount, partRange, partSizeBytes } from './parts.ts';

describe('the size of a part', () => {
  for (const one of cases) {
    it(one.name, () => {
      const size = partSizeBytes(one.sizeBytes);
      expect(size).toBe(one.partSizeBytes);
      expect(partCount(one.sizeBytes, size)).toBe(one.partCount);
    });
  }

  it('refuses what has no bytes', () => {
    for (const bad of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => partSizeBytes(bad)).toThrow(RangeError);
    }
  });

  it('covers every object without gap or overlap, within what S3 allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 1024 ** 4 }), (sizeBytes) => {
        const size = partSizeBytes(sizeBytes);
        const count = partCount(sizeBytes, size);
        expect(count).toBeLessThanOrEqual(10_000);
        expect(size).toBeGreaterThanOrEqual(5 * 1024 ** 2);
        expect(partRange(1, sizeBytes, size).startByte).toBe(0);
        expect(partRange(count, sizeBytes, size).endByte).toBe(sizeBytes);
        if (count > 1) {
          expect(partRange(2, sizeBytes, size).startByte).toBe(partRange(1, sizeBytes, size).endByte);
        }
        expect(() => partRange(count + 1, sizeBytes, size)).toThrow(RangeError);
        expect(() => partRange(0, sizeBytes, size)).toThrow(RangeError);
      }),
    );
  });
});
