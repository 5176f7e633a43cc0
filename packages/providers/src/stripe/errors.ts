import { BacklotError } from '@backlot/core';
import Stripe from 'stripe';

/**
 * Runs one call and says what went wrong in our own words.
 *
 * Stripe's message and raw answer can hold a person's mail address, so neither is kept, not even as a cause; the
 * request id finds them in Stripe's dashboard.
 * @throws BacklotError PROVIDER_UNAVAILABLE, NOT_FOUND or INTERNAL; anything that is not Stripe's goes through as it is
 */
export async function callStripe<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) throw translate(operation, error);
    throw error;
  }
}

function translate(operation: string, error: Stripe.errors.StripeError): BacklotError {
  const data = {
    provider: 'stripe',
    operation,
    status: error.statusCode ?? null,
    vendorCode: error.code ?? error.type ?? null,
    requestId: error.requestId ?? null,
  };
  if (isPassing(error)) return new BacklotError('PROVIDER_UNAVAILABLE', data);
  if (error.statusCode === 404 || error.code === 'resource_missing')
    return new BacklotError('NOT_FOUND', data);
  return new BacklotError('INTERNAL', data);
}

/** Worth another try: no answer, their fault, too many requests, or the same idempotency key still at work (409). */
function isPassing(error: Stripe.errors.StripeError): boolean {
  if (error instanceof Stripe.errors.StripeConnectionError) return true;
  const status = error.statusCode;
  return status === undefined || status >= 500 || status === 429 || status === 409;
}
