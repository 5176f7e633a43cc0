import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';

/** Only used for its signing; it never calls anyone. */
const stripe = new Stripe('sk_test_bench');

/**
 * Finished HTTP requests, each a message of its own in Stripe's shape and about its usual size, signed now. A signature holds
 * for five minutes.
 * @param options.about the object that every message names; the job reads it from the vendor, unless its kind is not ours
 */
export function signedRequests(count: number, options: { path: string; secret: string }): Buffer[] {
  return Array.from({ length: count }, () => signedRequest(options));
}

function signedRequest({ path, secret }: { path: string; secret: string }): Buffer {
  const payload = JSON.stringify(checkoutMessage(randomUUID().replaceAll('-', '')));
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(payload)}`,
    `Stripe-Signature: ${signature}`,
    'User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${payload}`);
}

/** The shape of `checkout.session.completed`, about 2 kB as Stripe prints it. */
function checkoutMessage(id: string) {
  const created = Math.floor(Date.now() / 1_000);
  return {
    id: `evt_${id}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    data: {
      object: {
        id: `cs_test_${id}`,
        object: 'checkout.session',
        amount_subtotal: 1_900,
        amount_total: 1_900,
        cancel_url: 'https://backlot.example/campaigns/recap',
        client_reference_id: null,
        created,
        currency: 'usd',
        customer: null,
        customer_details: { address: null, email: 'someone@backlot.example', name: null, phone: null },
        expires_at: created + 1_800,
        livemode: false,
        locale: 'en',
        metadata: { orderId: randomUUID() },
        mode: 'payment',
        payment_intent: `pi_${id}`,
        payment_method_options: { card: { request_three_d_secure: 'automatic' } },
        payment_method_types: ['card', 'sepa_debit'],
        payment_status: 'paid',
        status: 'complete',
        success_url: 'https://backlot.example/campaigns/paid?session={CHECKOUT_SESSION_ID}',
        total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
        ui_mode: 'hosted',
        url: null,
      },
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'checkout.session.completed',
  };
}
