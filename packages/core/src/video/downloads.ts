/**
 * Why bytes could not be had from an address that came from outside. Closed: pages have words for each. `final` says that
 * trying the same address again cannot help.
 */
export const downloadFailures = {
  /** No address that we open: not https, not public, with credentials, on a port of another service, or not an address. */
  address_refused: { final: true },
  too_many_redirects: { final: true },
  /** No such name, nobody listens, or the certificate does not hold. */
  unreachable: { final: false },
  timed_out: { final: false },
  /** It sends, but so slowly that it would never end. */
  too_slow: { final: false },
  /** 401 or 403. Storage answers so to an address that has expired, and gateways to one that they do not know yet. */
  not_allowed: { final: false },
  /** 404: perhaps not there yet. */
  not_found: { final: false },
  /** 410: never again. */
  gone: { final: true },
  /** 408, 425, 429 or 5xx. */
  source_failed: { final: false },
  /** Any other status, or headers that contradict each other. */
  unexpected_answer: { final: true },
  /** Compressed although we asked for plain bytes. */
  encoded: { final: true },
  too_large: { final: true },
  /** Fewer bytes came than were announced, or the connection broke. */
  cut_short: { final: false },
  /** We ended it ourselves. */
  stopped: { final: false },
} as const satisfies Record<string, { final: boolean }>;

export type DownloadFailure = keyof typeof downloadFailures;

export const isDownloadFailure = (value: unknown): value is DownloadFailure =>
  typeof value === 'string' && Object.hasOwn(downloadFailures, value);

/** What the status of an answer without bytes means. */
export function failureOfStatus(status: number): DownloadFailure {
  if (status === 401 || status === 403) return 'not_allowed';
  if (status === 404) return 'not_found';
  if (status === 410) return 'gone';
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'source_failed';
  return 'unexpected_answer';
}
