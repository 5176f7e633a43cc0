import { BacklotError, type ErrorCode, type ErrorData, errorCatalogue } from '@backlot/core';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

/** tRPC's own words for our HTTP statuses; the one place where our codes meet a transport. */
const trpcCodes = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof errorCatalogue)[ErrorCode]['status'], TRPCError['code']>;

/** What leaves the house of an error: a code, its message, and plain data. */
export type PublicError = { code: ErrorCode; message: string; status: number; data: ErrorData };

/** The public form of any error. Whatever we did not throw on purpose is INTERNAL, and says nothing of itself. */
export function publicError(error: unknown): PublicError {
  const known = asBacklotError(error);
  const { status, message } = errorCatalogue[known.code];
  return { code: known.code, message, status, data: known.data };
}

export function toTrpcError(error: unknown): TRPCError {
  const known = asBacklotError(error);
  const { status, message } = errorCatalogue[known.code];
  return new TRPCError({ code: trpcCodes[status], message, cause: known });
}

function asBacklotError(error: unknown): BacklotError {
  if (error instanceof BacklotError) return error;
  if (error instanceof ZodError) {
    const fields = [...new Set(error.issues.map((issue) => issue.path.join('.')))];
    return new BacklotError('BAD_INPUT', { fields }, { cause: error });
  }
  if (error instanceof TRPCError) {
    if (error.cause instanceof BacklotError || error.cause instanceof ZodError)
      return asBacklotError(error.cause);
    const code = ownCodeOf[error.code] ?? 'INTERNAL';
    return new BacklotError(code, {}, { cause: error });
  }
  return new BacklotError('INTERNAL', {}, { cause: error });
}

/** What tRPC itself refuses, before any of our code runs. */
const ownCodeOf: Partial<Record<TRPCError['code'], ErrorCode>> = {
  NOT_FOUND: 'NOT_FOUND',
  PARSE_ERROR: 'BAD_INPUT',
  BAD_REQUEST: 'BAD_INPUT',
  METHOD_NOT_SUPPORTED: 'BAD_INPUT',
  UNSUPPORTED_MEDIA_TYPE: 'BAD_INPUT',
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
};
