/** Proofs are small by default; `BACKLOT_PROOFS=whole` runs them in the sizes that docs/testing.md names. */
export const isWhole = process.env.BACKLOT_PROOFS === 'whole';

export const sized = (usual: number, whole: number): number => (isWhole ? whole : usual);

/** Prints what a proof measured, as one line. */
export function report(proof: string, numbers: Record<string, number | string>): void {
  const text = Object.entries(numbers).map(([name, value]) => `${name} ${value}`);
  console.log(`proof ${proof}: ${text.join(' · ')}`);
}

/** The value below which this share (0–1) of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
