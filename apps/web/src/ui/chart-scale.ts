/**
 * The axis of an amount: from zero to a round number at or above the largest value, with at most five lines.
 * @param step the smallest distance between two lines; 1 for things that are counted
 */
export function axisOf(largest: number, step = 0): { top: number; lines: number[] } {
  if (!(largest > 0)) return { top: 1, lines: [0] };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999_999) ?? 10;
  const distance = Math.max(round * power, step);
  const count = Math.ceil(largest / distance - 1e-9);
  const lines = Array.from({ length: count + 1 }, (_, line) => Number((line * distance).toPrecision(12)));
  return { top: lines.at(-1) ?? largest, lines };
}

/** Which points are named below the axis: the first, the last, and as many between as have room. */
export function namedPoints(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const named = Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
  return [...new Set(named)];
}
