import type { SpentQuotaName } from './quotas.ts';

/**
 * What is counted. Every meter is declared here once, with the smallest unit that it counts in; a quantity is always a
 * whole number of them. `quota` is what of a plan it uses up.
 */
export const meters = {
  /** One byte kept for one second. A tebibyte kept for a month is 2.9e18 of them, so totals are exact numerics. */
  'storage.byte_seconds': { unit: 'byte_seconds', quota: null },
  /** What the model's maker charges for text, in millionths of a dollar. */
  'text.micro_usd': { unit: 'micro_usd', quota: 'text' },
  /** AI videos asked for and made. */
  'video.generation': { unit: 'generations', quota: 'video' },
  /** One viewer watching for one second, a meter for each platform. Those that cost money use up a quota. */
  'live.viewer_seconds.streamcore': { unit: 'viewer_seconds', quota: null },
  'live.viewer_seconds.agora': { unit: 'viewer_seconds', quota: 'live' },
  'live.viewer_seconds.hms': { unit: 'viewer_seconds', quota: 'live' },
  'live.viewer_seconds.ivs': { unit: 'viewer_seconds', quota: 'live' },
  'live.viewer_seconds.youtube': { unit: 'viewer_seconds', quota: null },
  /** Bytes that left storage for a viewer or buyer. */
  'egress.bytes': { unit: 'bytes', quota: null },
  /** Activities taken in. */
  'analytics.event': { unit: 'activities', quota: null },
} as const satisfies Record<string, { unit: string; quota: SpentQuotaName | null }>;

export type Meter = keyof typeof meters;
export const meterNames = Object.keys(meters) as Meter[];

/** A meter that uses up a quota. */
export type SpendingMeter = { [M in Meter]: (typeof meters)[M]['quota'] extends null ? never : M }[Meter];

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

/** The largest quantity of one record: what eight bytes hold (PostgreSQL's bigint), and what a quota counts in exact numbers. */
export const usageQuantityMax = (meter: Meter): bigint =>
  meters[meter].quota === null ? 2n ** 63n - 1n : BigInt(Number.MAX_SAFE_INTEGER);

const aDayMs = 24 * 3_600_000;

/** How long after it happened a fact may still be told, and how far ahead a clock may be. Product decisions. */
export const usageLateMsMax = 35 * aDayMs;
export const usageEarlyMsMax = 5 * 60_000;

export type UsageProblem = 'key' | 'quantity' | 'too_late' | 'in_future';

/** What is wrong with a record at this moment, or null. */
export function usageProblem(record: UsageRecord, now: Date): UsageProblem | null {
  if (record.key.length === 0 || record.key.length > usageKeyLengthMax) return 'key';
  if (record.quantity <= 0n || record.quantity > usageQuantityMax(record.meter)) return 'quantity';
  const ageMs = now.getTime() - record.happenedAt.getTime();
  if (ageMs > usageLateMsMax) return 'too_late';
  return ageMs < -usageEarlyMsMax ? 'in_future' : null;
}
