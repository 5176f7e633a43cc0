import { expect, it } from 'vitest';
import { periodOf, periodStarts } from './periods.ts';

const at = (text: string) => new Date(text);

it.each([
  ['hour', '2026-11-30T23:59:59.999Z', '2026-11-30T23:00:00Z', '2026-12-01T00:00:00Z'],
  ['day', '2028-02-28T23:30:00Z', '2028-02-28T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['month', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
  ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
] as const)('puts a moment into its %s', (grain, moment, startsAt, endsAt) => {
  expect(periodOf(grain, at(moment))).toEqual({ startsAt: at(startsAt), endsAt: at(endsAt) });
});

it('lists the periods of a span, the last one begun included', () => {
  const starts = periodStarts('day', at('2026-02-27T05:00:00Z'), at('2026-03-01T00:00:01Z'));
  expect(starts.map((start) => start.toISOString().slice(0, 10))).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ]);
  expect(periodStarts('month', at('2026-03-01T00:00:00Z'), at('2026-03-01T00:00:00Z'))).toEqual([]);
});
