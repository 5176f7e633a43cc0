/** Numbers from 0 to 1 that are the same for the same seed (Marsaglia's xorshift with 32 bits). */
export function randomFrom(seed: number) {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** A whole number from `min` to `max`, both included. */
    between: (min: number, max: number): number => min + Math.floor(next() * (max - min + 1)),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  };
}

/** A new seed for each run; `BACKLOT_SEED` repeats one. */
export const seed = Number(process.env.BACKLOT_SEED) || Date.now() % 2 ** 31;
