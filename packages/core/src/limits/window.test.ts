import fc from 'fast-check';
import { expect, it } from 'vitest';
import { admit } from './window.ts';

const limit = { most: 5, windowMs: 1_000 };

/** The promise itself, word for word: no span of a window has more than `most` in it. */
function most(moments: readonly number[], windowMs: number): number {
  return Math.max(
    0,
    ...moments.map((start) => moments.filter((one) => one >= start && one < start + windowMs).length),
  );
}

const steps = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 700 }), count: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 60 },
);

it('never lets more in than the limit in any window, and never refuses without need', () => {
  fc.assert(
    fc.property(steps, (asked) => {
      const all: number[] = [];
      let held: readonly number[] = [];
      let nowMs = 0;
      for (const { waitMs, count } of asked) {
        nowMs += waitMs;
        const result = admit(held, limit, count, nowMs);
        held = result.held;
        // The model looks at everything that was ever let in.
        const fits = most([...all, ...Array(count).fill(nowMs)], limit.windowMs) <= limit.most;
        expect(result.admission.admitted).toBe(fits);
        if (fits) all.push(...Array(count).fill(nowMs));
      }
      expect(most(all, limit.windowMs)).toBeLessThanOrEqual(limit.most);
    }),
    { numRuns: 500 },
  );
});

it('says truly when to come back: let in at that moment, and refused just before', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (asked, count) => {
      let held: number[] = [];
      let nowMs = 0;
      for (const step of asked) {
        nowMs += step.waitMs;
        held = admit(held, limit, step.count, nowMs).held;
      }
      const { admission } = admit(held, limit, count, nowMs);
      if (admission.admitted) return;
      expect(admit(held, limit, count, nowMs + admission.retryAfterMs).admission.admitted).toBe(true);
      expect(admit(held, limit, count, nowMs + admission.retryAfterMs - 1).admission.admitted).toBe(false);
      expect(admit(held, limit, limit.most, nowMs + admission.resetMs).admission.admitted).toBe(true);
    }),
  );
});

it('says what is left', () => {
  expect(admit([], limit, 2, 0).admission).toEqual({
    admitted: true,
    remaining: 3,
    resetMs: 1_000,
    retryAfterMs: 0,
  });
  expect(admit([0, 0, 0, 400, 400], limit, 1, 600).admission).toEqual({
    admitted: false,
    remaining: 0,
    resetMs: 800,
    retryAfterMs: 400,
  });
});
