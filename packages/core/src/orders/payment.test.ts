import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from './payment.cases.json' with { type: 'json' };
import {
  type OrderStatus,
  orderPath,
  orderStatuses,
  orderStatusOf,
  orderTransitions,
  type PaymentSnapshot,
} from './payment.ts';

describe('orderStatusOf', () => {
  it.each(cases)('$name', ({ snapshot, status }) => {
    expect(orderStatusOf(snapshot as PaymentSnapshot)).toBe(status);
  });

  it('never confirms what is not paid', () => {
    const snapshot: fc.Arbitrary<PaymentSnapshot> = fc.record({
      session: fc.constantFrom('open', 'complete', 'expired'),
      payment: fc.constantFrom('paid', 'unpaid'),
      asyncFailed: fc.boolean(),
      amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
      refundedMinor: fc.integer({ min: 0, max: 1_000_000 }),
      dispute: fc.constantFrom('none', 'open', 'won', 'lost'),
    });
    fc.assert(
      fc.property(snapshot, (one) => {
        const status = orderStatusOf(one);
        if (one.payment === 'unpaid') expect(['pending', 'failed', 'expired']).toContain(status);
        else expect(['confirmed', 'refunded', 'disputed']).toContain(status);
      }),
    );
  });
});

describe('orderPath', () => {
  it('takes allowed steps only, and ends where it should', () => {
    const status = fc.constantFrom(...orderStatuses);
    fc.assert(
      fc.property(status, status, (from, to) => {
        const path = orderPath(from, to);
        if (path === null) return;
        let at: OrderStatus = from;
        for (const step of path) {
          expect(orderTransitions[at]).toContain(step);
          at = step;
        }
        expect(at).toBe(to);
      }),
    );
  });

  it.each([
    ['pending', 'refunded', ['confirmed', 'refunded']],
    ['pending', 'disputed', ['confirmed', 'disputed']],
    ['expired', 'confirmed', ['confirmed']],
    ['disputed', 'confirmed', ['confirmed']],
    ['confirmed', 'confirmed', []],
    ['refunded', 'confirmed', null],
    ['confirmed', 'failed', null],
    ['confirmed', 'expired', null],
  ] as const)('%s to %s', (from, to, path) => {
    expect(orderPath(from, to)).toEqual(path);
  });
});
