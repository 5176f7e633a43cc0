import { startClock } from './machine.ts';
import { median, rounded } from './numbers.ts';

/** One measurement: how many operations, and what they took of wall and processor time. */
export type Sample = { operations: number; seconds: number; cpuSeconds: number; stolenShare: number };

export type Contender = {
  name: string;
  /** Makes what one measurement needs, off the clock. */
  prepare?(): unknown;
  /** Does the work once with what was prepared. @returns how many operations it was */
  measure(prepared: unknown): Promise<number>;
  /** Clears away what it left, off the clock. */
  finish?(): Promise<void>;
};

export type Round = Record<string, Sample>;

/** Above this share of the machine in other hands a round counts as stolen from. */
const stolenShareMax = 0.1;

/**
 * Measures all contenders one after the other, again and again, each round in the opposite order of the one before, so that
 * what changes on the machine meets all alike. Rounds that the machine was stolen from are measured anew while there is time;
 * when there are too few quiet ones in the end, the quietest of the others fill up.
 * @param options.rounds how many to keep
 * @param options.seconds how long to try for quiet ones
 */
export async function alternate(
  contenders: readonly Contender[],
  options: { rounds: number; seconds: number; say(line: string): void },
): Promise<{ rounds: Round[]; discarded: number; stolenShareWorst: number }> {
  const untilMs = performance.now() + options.seconds * 1_000;
  const all: { round: Round; stolenShare: number }[] = [];
  const quiet = () => all.filter(({ stolenShare }) => stolenShare <= stolenShareMax).length;
  while (all.length < options.rounds || (quiet() < options.rounds && performance.now() < untilMs)) {
    const order = all.length % 2 === 0 ? contenders : contenders.toReversed();
    const round: Round = {};
    for (const contender of order) round[contender.name] = await sample(contender);
    const stolenShare = Math.max(...Object.values(round).map((one) => one.stolenShare));
    all.push({ round, stolenShare });
    const rates = contenders.map(({ name }) => `${name} ${rounded(rateOf(round[name]))}/s`).join(', ');
    options.say(
      `round ${all.length}: ${rates}${stolenShare > stolenShareMax ? ` (${Math.round(stolenShare * 100)} % of the machine was elsewhere)` : ''}`,
    );
  }
  const kept = all.toSorted((a, b) => a.stolenShare - b.stolenShare).slice(0, options.rounds);
  return {
    rounds: kept.map(({ round }) => round),
    discarded: all.length - kept.length,
    stolenShareWorst: rounded(kept.at(-1)?.stolenShare ?? 0),
  };
}

async function sample(contender: Contender): Promise<Sample> {
  const prepared = await contender.prepare?.();
  const clock = startClock();
  const operations = await contender.measure(prepared);
  const used = clock.read();
  await contender.finish?.();
  return { operations, ...used };
}

/** Operations a second. */
export const rateOf = (one: Sample | undefined): number => (one ? one.operations / one.seconds : Number.NaN);

/** Processor time of one operation, in microseconds. */
export const cpuMicrosOf = (one: Sample | undefined): number =>
  one ? (one.cpuSeconds / one.operations) * 1_000_000 : Number.NaN;

/** The median over rounds of what one contender has of another's value. */
export function ratio(
  rounds: readonly Round[],
  of: string,
  to: string,
  value: (sample: Sample | undefined) => number,
): number {
  return rounded(median(rounds.map((round) => value(round[of]) / value(round[to]))));
}

/** Median rate and processor time of every contender, for the reader of the ratios. */
export function summary(rounds: readonly Round[]): Record<string, { perSecond: number; cpuMicros: number }> {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const samples = rounds.map((round) => round[name]);
      return [
        name,
        {
          perSecond: rounded(median(samples.map(rateOf))),
          cpuMicros: rounded(median(samples.map(cpuMicrosOf))),
        },
      ];
    }),
  );
}
