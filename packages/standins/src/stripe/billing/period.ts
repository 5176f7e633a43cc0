import type Stripe from 'stripe';

const DAY_SECONDS = 86_400;

/**
 * The moment one interval after `seconds`. Months and years keep the day of `anchor`, as far as the month has it:
 * from 31 January to 28 February to 31 March.
 */
export function intervalAfter(
  seconds: number,
  anchorSeconds: number,
  recurring: Pick<Stripe.Price.Recurring, 'interval' | 'interval_count'>,
): number {
  const { interval, interval_count: count } = recurring;
  if (interval === 'day') return seconds + count * DAY_SECONDS;
  if (interval === 'week') return seconds + 7 * count * DAY_SECONDS;
  const months = interval === 'year' ? 12 * count : count;
  const from = new Date(seconds * 1000);
  const day = new Date(anchorSeconds * 1000).getUTCDate();
  const first = new Date(from);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const daysInMonth = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, daysInMonth));
  return Math.floor(first.getTime() / 1000);
}
