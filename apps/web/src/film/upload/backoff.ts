const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before try `attempt` (from 1), in milliseconds: doubling, at most 30 s, and a random half of it taken
 * off so that many browsers do not come back at once. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(full * (1 - random / 2));
}
