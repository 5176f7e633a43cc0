import type { FilmFacts, FilmRule } from '@backlot/core';

/**
 * Why a film could not be kept or sent; pages have words for each.
 *
 * - `refused`: the film breaks a rule; `rule` says which, `facts` what was read.
 * - `no_room`: the browser's storage has not enough space; `neededBytes` and `freeBytes` say how much (free may be null).
 * - `storage_unavailable`: this browser, or its private mode, lets the page keep nothing.
 * - `storage_stuck`: the browser's storage does not answer; what it keeps is not lost, and it does after a new start.
 * - `read_failed`: the picked file cannot be read any more (moved, changed, on a drive that is gone).
 * - `different_film`: not the film that was paid for.
 * - `not_clean`: what tells the place could not be removed; nothing was kept.
 */
export type FilmErrorCode =
  | 'refused'
  | 'no_room'
  | 'storage_unavailable'
  | 'storage_stuck'
  | 'read_failed'
  | 'different_film'
  | 'not_clean';

export interface FilmErrorData {
  rule?: FilmRule;
  facts?: Partial<FilmFacts>;
  neededBytes?: number;
  freeBytes?: number | null;
}

export class FilmError extends Error {
  override readonly name = 'FilmError';
  readonly code: FilmErrorCode;
  readonly data: FilmErrorData;

  constructor(code: FilmErrorCode, data: FilmErrorData = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
    this.data = data;
  }
}

/** An ending that was asked for; the same shape that fetch and streams use. */
export function abortError(): DOMException {
  return new DOMException('The work was stopped.', 'AbortError');
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What the platform threw, in our words. Unknown errors go through unchanged. */
export function asFilmError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'QuotaExceededError')
    return new FilmError('no_room', { freeBytes: null }, { cause: error });
  if (error.name === 'NotReadableError' || error.name === 'NotFoundError') {
    return new FilmError('read_failed', {}, { cause: error });
  }
  if (error.name === 'SecurityError' || error.name === 'InvalidStateError') {
    return new FilmError('storage_unavailable', {}, { cause: error });
  }
  return error;
}
