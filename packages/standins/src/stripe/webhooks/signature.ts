import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header over a body: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body" under the secret>`;
 * https://docs.stripe.com/webhooks#verify-manually.
 */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${body}`, 'utf8').digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}
