/** Periods of totals. They begin and end in UTC, so that they are the same on every machine and for every reader. */
export const grains = ['hour', 'day', 'month'] as const;
export type Grain = (typeof grains)[number];

/** A period from its start to before its end. */
export type Period = { startsAt: Date; endsAt: Date };

const start = {
  hour: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()),
  day: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()),
  month: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth()),
} satisfies Record<Grain, (at: Date) => number>;

const end = {
  hour: (at: Date) => start.hour(at) + 3_600_000,
  day: (at: Date) => start.day(at) + 24 * 3_600_000,
  month: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1),
} satisfies Record<Grain, (at: Date) => number>;

/** The period of this grain that a moment lies in. */
export const periodOf = (grain: Grain, at: Date): Period => ({
  startsAt: new Date(start[grain](at)),
  endsAt: new Date(end[grain](at)),
});

/** The starts of the periods that touch a span, oldest first. */
export function periodStarts(grain: Grain, from: Date, before: Date): Date[] {
  const starts: Date[] = [];
  for (let at = periodOf(grain, from); at.startsAt < before; at = periodOf(grain, at.endsAt))
    starts.push(at.startsAt);
  return starts;
}
