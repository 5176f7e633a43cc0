import type { UploadReason } from './upload-machine.ts';

/** Storage's answer to a part; `status` 0 when there was none. Never carries the address. */
export class PartError extends Error {
  override readonly name = 'PartError';
  readonly status: number;
  /** The part, where it is known. */
  readonly number: number | null;
  constructor(status: number, number: number | null = null) {
    super(`storage answered ${status}`);
    this.status = status;
    this.number = number;
  }
}

/** Something that ends an upload until a person does something. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure';
  readonly reason: UploadReason;
  constructor(reason: UploadReason) {
    super(reason);
    this.reason = reason;
  }
}

export type Trouble = { passing: true; reason: UploadReason } | { passing: false; reason: UploadReason };

const PASSING_STATUS = new Set([408, 409, 423, 425, 429]);

/** Whether to try again after an error, and what to say meanwhile. */
export function troubleOf(error: unknown, online: boolean): Trouble {
  if (error instanceof UploadFailure) return { passing: false, reason: error.reason };
  if (!online) return { passing: true, reason: 'offline' };
  const status = statusOf(error);
  if (status === null) return { passing: true, reason: 'network' };
  if (status >= 500 || PASSING_STATUS.has(status)) return { passing: true, reason: 'server_busy' };
  // A part's 403 is an address that expired, its 404 an upload that was replaced: asking the server again helps.
  if (error instanceof PartError) return { passing: true, reason: 'server_busy' };
  if (status === 422) return { passing: false, reason: 'part_refused' };
  if (status === 401) return { passing: false, reason: 'signed_out' };
  if (status === 403 || status === 404) return { passing: false, reason: 'not_found' };
  return { passing: false, reason: 'unknown' };
}

/** The HTTP status behind an error: storage's, or that of tRPC's client (`data.httpStatus`). Null: no answer came. */
function statusOf(error: unknown): number | null {
  if (error instanceof PartError) return error.status === 0 ? null : error.status;
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('httpStatus' in data)) return null;
  return typeof data.httpStatus === 'number' ? data.httpStatus : null;
}
