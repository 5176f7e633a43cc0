import { BacklotError, type ErrorCode } from '@backlot/core';

const missing = new Set(['NoSuchKey', 'NoSuchUpload', 'NotFound']);
const badParts = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'BadDigest']);
const passing = new Set(['TimeoutError', 'AbortError', 'SlowDown', 'RequestTimeout', 'InternalError']);

/**
 * Runs one call and says what went wrong in our own words. The SDK's error holds addresses and keys, so it is not kept.
 * @throws BacklotError NOT_FOUND, PART_REFUSED, PROVIDER_UNAVAILABLE or INTERNAL; anything that is neither the SDK's nor
 * the network's goes through as it is
 */
export async function callS3<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translate(operation, error);
  }
}

/** An error of the SDK or of the network in our own words; anything else unchanged. */
export function translate(operation: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof BacklotError) return error;
  const status = statusOf(error);
  const code = codeOf(error, status);
  if (code === null) return error;
  return new BacklotError(code, {
    provider: 's3',
    operation,
    status,
    vendorCode: systemCodeOf(error) ?? error.name,
  });
}

function codeOf(error: Error, status: number | null): ErrorCode | null {
  if (missing.has(error.name)) return 'NOT_FOUND';
  if (badParts.has(error.name)) return 'PART_REFUSED';
  if (passing.has(error.name) || systemCodeOf(error) !== null) return 'PROVIDER_UNAVAILABLE';
  if (status === null) return null;
  return status >= 500 || status === 429 ? 'PROVIDER_UNAVAILABLE' : 'INTERNAL';
}

function statusOf(error: Error): number | null {
  const metadata = '$metadata' in error ? error.$metadata : null;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

/** ECONNREFUSED, ECONNRESET, ENOTFOUND, EPIPE … and their kind. */
function systemCodeOf(error: Error): string | null {
  const code = 'code' in error ? error.code : null;
  return typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? code : null;
}
