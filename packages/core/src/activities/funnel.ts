export type FunnelStep<S extends string = string> = { step: S; count: number };

/**
 * How many came at least so far. Who was seen at a step counts at every step before it, also where that one was not
 * reported (a browser that reports nothing still pays), so a funnel never widens.
 * @param furthest index of the furthest step of each
 */
export function funnelOf<S extends string>(
  steps: readonly S[],
  furthest: readonly number[],
): FunnelStep<S>[] {
  return steps.map((step, index) => ({ step, count: furthest.filter((one) => one >= index).length }));
}

/** Every day of a period, oldest first, as `YYYY-MM-DD` of UTC; the last is the day of `now`. */
export function daysUntil(now: Date, count: number): string[] {
  const dayMs = 24 * 3_600_000;
  return Array.from({ length: count }, (_, index) =>
    new Date(now.getTime() - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}
