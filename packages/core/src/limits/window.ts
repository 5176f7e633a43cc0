import type { Limit } from './rules.ts';

/** What became of a request to be let in, and how the limit stands after it. */
export type Admission = {
  admitted: boolean;
  /** How many more would be let in now. */
  remaining: number;
  /** Until the whole limit is free again, if nothing more is asked for. */
  resetMs: number;
  /** Until the same request would be let in; 0 when it was. */
  retryAfterMs: number;
};

/**
 * A sliding window, exact: the moments of everything that was let in are kept, so there is no span of `windowMs`
 * with more than `most` in it. What was let in a whole window ago no longer counts.
 * @param held moments that were let in, oldest first
 * @param count how many are asked for together; all of them or none are let in. At most `limit.most`.
 * @param nowMs never before the newest of `held`
 * @returns the admission, and the moments to keep
 */
export function admit(
  held: readonly number[],
  limit: Limit,
  count: number,
  nowMs: number,
): { admission: Admission; held: number[] } {
  const counting = held.filter((moment) => moment > nowMs - limit.windowMs);
  const admitted = counting.length + count <= limit.most;
  if (admitted) for (let one = 0; one < count; one += 1) counting.push(nowMs);
  const newest = counting.at(-1);
  // So many of the oldest must leave before there is room.
  const last = admitted ? undefined : counting[counting.length + count - limit.most - 1];
  return {
    held: counting,
    admission: {
      admitted,
      remaining: Math.max(0, limit.most - counting.length),
      resetMs: newest === undefined ? 0 : newest + limit.windowMs - nowMs,
      retryAfterMs: last === undefined ? 0 : last + limit.windowMs - nowMs,
    },
  };
}
