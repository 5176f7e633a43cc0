import { BacklotError } from '@backlot/core';
import { ClientError, ResponseBodyError } from 'openid-client';

/** What the library says when an answer came late, broken or not at all, rather than wrong. */
const passing = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_PARSE_ERROR',
]);

/**
 * What went wrong in our own words: PROVIDER_UNAVAILABLE when Google gave no usable answer, GOOGLE_SIGN_IN_INVALID when it
 * refused or its answer does not fit. The library's error holds the answer itself, so it is not kept.
 */
export function translate(error: unknown): BacklotError {
  if (error instanceof BacklotError) return error;
  if (isPassing(error)) return new BacklotError('PROVIDER_UNAVAILABLE', { provider: 'google' });
  const vendorCode = error instanceof ClientError ? error.code : undefined;
  return new BacklotError('GOOGLE_SIGN_IN_INVALID', vendorCode ? { provider: 'google', vendorCode } : {});
}

function isPassing(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.status >= 500 || error.status === 429;
  if (error instanceof ClientError) return error.code !== undefined && passing.has(error.code);
  // fetch itself fails with a TypeError without a code; with one, it is the library's word for a wrong argument.
  return error instanceof TypeError && !('code' in error);
}
