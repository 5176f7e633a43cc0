import { type DownloadFailure, downloadFailures, isDownloadFailure } from './downloads.ts';

/** Why a provider's file could not be copied into our storage; pages have words for each. */
export type ArchiveFailure =
  | DownloadFailure
  /** Its address was valid until a moment that is past. */
  | 'address_expired'
  /** The bytes are no film: a page, a picture, sound alone, or broken. */
  | 'not_a_video'
  /** The owner's plan has no room for it. */
  | 'storage_full';

const ownFailures: readonly string[] = ['address_expired', 'not_a_video', 'storage_full'];

export const isArchiveFailure = (value: unknown): value is ArchiveFailure =>
  isDownloadFailure(value) || (typeof value === 'string' && ownFailures.includes(value));

/** Whether trying the same again may help without anybody doing anything. */
const mayPass = (failure: ArchiveFailure): boolean =>
  isDownloadFailure(failure) && !downloadFailures[failure].final;

/** Failures that may be of an address, and not of the file: the provider may have given the file another one. */
const ofAddress: readonly ArchiveFailure[] = ['not_allowed', 'not_found', 'gone', 'address_expired'];

/**
 * Whether the provider is asked where the file lies now, before anything else is tried.
 * @param expiresAtMs when the address expires that failed; null when nobody said
 */
export const mayHaveMoved = (failure: ArchiveFailure, expiresAtMs: number | null, nowMs: number): boolean =>
  ofAddress.includes(failure) || (mayPass(failure) && expiresSoon(expiresAtMs, nowMs));

/** Whether no try should begin at this address any more. */
export const expiresSoon = (expiresAtMs: number | null, nowMs: number): boolean =>
  expiresAtMs !== null && expiresAtMs - nowMs <= archiveRules.expiryMarginMs;

const [aMinuteMs, anHourMs] = [60_000, 3_600_000];

/** Product decisions of the specification: 8 tries over about a day. */
export const archiveRules = {
  /** What lies between one try and the next, before jitter; the last is the one before the eighth try. */
  gapsMs: [
    aMinuteMs / 2,
    2 * aMinuteMs,
    10 * aMinuteMs,
    40 * aMinuteMs,
    2 * anHourMs,
    6 * anHourMs,
    14 * anHourMs,
  ],
  /** A gap is made longer or shorter by this share at most. */
  jitterShare: 0.2,
  /** However the tries fall, none begins later than this after the first failure. */
  giveUpAfterMs: 26 * anHourMs,
  /** A try begins no later than this before its address expires. */
  expiryMarginMs: aMinuteMs / 6,
} as const;

/**
 * What follows a try that failed: another one at a moment, or none.
 * @param input.failedTries how many failed, this one counted
 * @param input.expiresAtMs when the address of the next try expires; tries that are left fall before that
 * @param input.moved whether that is another address than the one that failed
 * @param input.random from 0 to 1, drawn by the caller
 * @returns when to try again; null to give up
 */
export function nextArchiveTry(input: {
  failure: ArchiveFailure;
  failedTries: number;
  nowMs: number;
  giveUpAtMs: number;
  expiresAtMs: number | null;
  moved: boolean;
  random: number;
}): number | null {
  const { failure, failedTries, nowMs, random } = input;
  const gapMs = archiveRules.gapsMs[failedTries - 1];
  if (gapMs === undefined || !(mayPass(failure) || (input.moved && ofAddress.includes(failure)))) return null;
  const lastMs =
    input.expiresAtMs === null
      ? input.giveUpAtMs
      : Math.min(input.giveUpAtMs, input.expiresAtMs - archiveRules.expiryMarginMs);
  const leftMs = lastMs - nowMs;
  if (leftMs <= 0) return null;
  // What is left of the gaps, pushed together into what is left of the time.
  const gapsLeftMs = archiveRules.gapsMs.slice(failedTries - 1).reduce((sum, one) => sum + one, 0);
  const squeezedMs = gapMs * Math.min(1, leftMs / gapsLeftMs);
  const jitter = 1 + archiveRules.jitterShare * (2 * random - 1);
  return Math.min(nowMs + Math.max(1_000, Math.round(squeezedMs * jitter)), lastMs);
}
