/** One figure that a goal is set for. `value` is null when the machine lacks what the figure is measured against. */
export type Figure = {
  value: number | null;
  unit: 'ratio' | 'ms' | 'MiB' | 'count';
  goal: number;
  better: 'higher' | 'lower';
};

/** What a benchmark answers: figures with goals, and whatever else helps to understand them. */
export type Result = { figures: Record<string, Figure>; detail: Record<string, unknown> };

export type Options = {
  /** At most 50 s, with smaller sizes where it says so. */
  quick: boolean;
  /** The largest sizes, as long as it takes. */
  large: boolean;
  /** Progress, for a person. */
  say(line: string): void;
};

export type Benchmark = {
  /** What is measured, in one line. */
  about: string;
  run(options: Options): Promise<Result>;
};
