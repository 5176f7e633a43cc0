import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axisOf, namedPoints } from './chart-scale.ts';

it.each([
  [0, 1, [0]],
  [7, 8, [0, 2, 4, 6, 8]],
  [100, 100, [0, 25, 50, 75, 100]],
  [0.3, 0.3, [0, 0.1, 0.2, 0.3]],
])('an axis for %d ends at %d', (largest, top, lines) => {
  expect(axisOf(largest)).toEqual({ top, lines });
});

it('things that are counted have no line between two of them', () => {
  expect(axisOf(1, 1).lines).toEqual([0, 1]);
  expect(axisOf(3, 1).lines).toEqual([0, 1, 2, 3]);
});

it('every axis begins at zero, holds its largest value, and has at most five lines', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (largest) => {
      const { top, lines } = axisOf(largest);
      expect(lines[0]).toBe(0);
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
      expect(top).toBeLessThanOrEqual(largest * 2.5);
    }),
  );
});

it('names the first and the last point, and no more than have room', () => {
  expect(namedPoints(3, 5)).toEqual([0, 1, 2]);
  expect(namedPoints(30, 5)).toEqual([0, 7, 15, 22, 29]);
  expect(namedPoints(0, 5)).toEqual([]);
});
