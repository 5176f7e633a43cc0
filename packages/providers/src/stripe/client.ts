import Stripe from 'stripe';
import type { StripeConfig } from '../config.ts';

/** Per attempt. Stripe's own default of 80 s would hold a person's Confirm button too long. */
const timeoutMs = 20_000;

/** The client speaks the API version that the package pins, so that types and answers agree. */
export function stripeClient(config: StripeConfig): Stripe {
  return new Stripe(config.secretKey, {
    ...(config.host !== undefined && { host: config.host }),
    ...(config.port !== undefined && { port: config.port }),
    ...(config.protocol !== undefined && { protocol: config.protocol }),
    maxNetworkRetries: 2,
    timeout: timeoutMs,
    telemetry: false,
  });
}
