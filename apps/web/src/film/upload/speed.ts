/** Seconds of the past that the speed is taken from. */
const WINDOW_MS = 8_000;
/** Below this the figure would jump about. */
const MIN_SPAN_MS = 1_000;

export interface SpeedSample {
  atMs: number;
  sentBytes: number;
}

/** Adds a sample and forgets those older than the window (but for one, to have a span). A fall in bytes starts anew. */
export function addSample(samples: readonly SpeedSample[], next: SpeedSample): SpeedSample[] {
  const last = samples.at(-1);
  if (last && next.sentBytes < last.sentBytes) return [next];
  const recent = samples.filter((_, i) => (samples[i + 1] ?? next).atMs >= next.atMs - WINDOW_MS);
  return [...recent, next];
}

/** Moving average in bytes a second; null while too little is known. */
export function speedOf(samples: readonly SpeedSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs < MIN_SPAN_MS) return null;
  return ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs);
}

/** Whole seconds until the rest is sent; null while the speed is unknown or nothing moves. */
export function secondsLeft(restBytes: number, bytesPerSecond: number | null): number | null {
  return bytesPerSecond && bytesPerSecond > 0 ? Math.ceil(restBytes / bytesPerSecond) : null;
}
