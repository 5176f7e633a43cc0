import { type Admission, admit, type RateLimiter } from '@backlot/core';

/**
 * Limits of one process, in its memory. Forgets whoever has not asked for a window, so it holds no more than what was
 * let in lately.
 * @param nowMs a clock that never goes back
 */
export function memoryLimiter(
  nowMs: () => number = () => performance.now(),
): RateLimiter & { size(): number } {
  const held = new Map<string, { moments: number[]; until: number }>();
  let sweptMs = nowMs();
  const sweep = (now: number, windowMs: number) => {
    if (now - sweptMs < windowMs) return;
    sweptMs = now;
    for (const [key, { until }] of held) if (until <= now) held.delete(key);
  };
  return {
    async take({ key, limit, count }): Promise<Admission> {
      const now = nowMs();
      sweep(now, limit.windowMs);
      const result = admit(held.get(key)?.moments ?? [], limit, count, now);
      held.set(key, { moments: result.held, until: now + limit.windowMs });
      return result.admission;
    },
    close: async () => {},
    size: () => held.size,
  };
}
