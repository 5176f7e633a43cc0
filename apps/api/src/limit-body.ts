import { BacklotError } from '@backlot/core';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

const tooLarge = () => {
  throw new BacklotError('TOO_LARGE');
};

/**
 * Refuses bodies above a size with TOO_LARGE. A declared length is taken at its word, since Node's parser ends the body there;
 * only one that declares none is counted as it comes, which costs a stream around it.
 */
export function limitBody(bytesMax: number): MiddlewareHandler {
  const counted = bodyLimit({ maxSize: bytesMax, onError: tooLarge });
  return (c, next) => {
    const declared = c.req.header('content-length');
    if (declared === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    return Number(declared) <= bytesMax ? next() : tooLarge();
  };
}
