/**
 * What is counted. Every meter is declared here once, with the smallest unit that it counts in; a quantity is always a
 * whole number of them.
 */
export const meters = {
  /** One byte kept for one second. A tebibyte kept for a month is 2.9e18 of them, so totals are exact numerics. */
  'storage.byte_seconds': { unit: 'byte_seconds' },
  /** What the model's maker charges for text, in millionths of a dollar. */
  'text.micro_usd': { unit: 'micro_usd' },
  /** AI videos asked for and made. */
  'video.generation': { unit: 'generations' },
  /** One viewer watching for one second, a meter for each platform. */
  'live.viewer_seconds.streamcore': { unit: 'viewer_seconds' },
  'live.viewer_seconds.agora': { unit: 'viewer_seconds' },
  'live.viewer_seconds.hms': { unit: 'viewer_seconds' },
  'live.viewer_seconds.ivs': { unit: 'viewer_seconds' },
  'live.viewer_seconds.youtube': { unit: 'viewer_seconds' },
  /** Bytes that left storage for a viewer or buyer. */
  'egress.bytes': { unit: 'bytes' },
  /** Activities taken in. */
  'analytics.event': { unit: 'activities' },
} as const satisfies Record<string, { unit: string }>;

export type Meter = keyof typeof meters;
export const meterNames = Object.keys(meters) as Meter[];

/** One metered fact. */
export type UsageRecord = {
  /** Names the cause. The same key counts once, whatever else comes with it the second time. */
  key: string;
  memberId: string;
  meter: Meter;
  /** Whole units of the meter, more than 0. */
  quantity: bigint;
  /** When it happened, which decides the period that it counts in. */
  happenedAt: Date;
};

/** Keys are names of causes, not texts. */
export const usageKeyLengthMax = 200;

/** The largest quantity of one record: what eight bytes hold (PostgreSQL's bigint). */
export const usageQuantityMax = 2n ** 63n - 1n;

const aDayMs = 24 * 3_600_000;

/** How long after it happened a fact may still be told, and how far ahead a clock may be. Product decisions. */
export const usageLateMsMax = 35 * aDayMs;
export const usageEarlyMsMax = 5 * 60_000;

export type UsageProblem = 'key' | 'quantity' | 'too_late' | 'in_future';

/** What is wrong with a record at this moment, or null. */
export function usageProblem(record: UsageRecord, now: Date): UsageProblem | null {
  if (record.key.length === 0 || record.key.length > usageKeyLengthMax) return 'key';
  if (record.quantity <= 0n || record.quantity > usageQuantityMax) return 'quantity';
  const ageMs = now.getTime() - record.happenedAt.getTime();
  if (ageMs > usageLateMsMax) return 'too_late';
  return ageMs < -usageEarlyMsMax ? 'in_future' : null;
}
