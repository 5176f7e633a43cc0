import { type Exchange, type StripeStandIn, startStripe } from '@backlot/standins/stripe';
import { checkRequest, checkResponse } from '@backlot/standins/stripe/contract';
import { afterAll, expect, it } from 'vitest';
import { stripeClient } from '../stripe/client.ts';
import { stripePayments } from '../stripe/provider.ts';
import { paymentsContract } from './payments.ts';

const secretKey = 'sk_test_contract';
const exchanges: Exchange[] = [];
let server: StripeStandIn;

paymentsContract('the Stripe provider with the stand-in', async () => {
  server = await startStripe({
    secretKey,
    settleAfterSeconds: null,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const { control, host, port } = server;
  const stripe = stripeClient({ secretKey, host, port, protocol: 'http' });
  return {
    payments: stripePayments(stripe),
    payByCard: async (sessionId, card) => {
      control.pay(sessionId, { card: card === 'good' ? '4242424242424242' : '4000000000000002' });
    },
    payLater: async (sessionId) => {
      control.pay(sessionId, { debit: '000123456789' });
    },
    settle: async (sessionId, outcome) => control.settle(sessionId, outcome),
    dispute: async (sessionId) => {
      control.dispute(sessionId);
    },
    closeDispute: async (sessionId, outcome) => {
      control.closeDispute(sessionId, outcome);
    },
    refundByHand: async (sessionId) => {
      control.refund(sessionId);
    },
    pass: async (seconds) => {
      control.advance(seconds);
    },
    // The server outlives the suite: the tests below look at what it heard.
    close: async () => {},
  };
});

afterAll(() => server.stop());

it('every request and every answer keeps to what Stripe says of its interface', () => {
  expect(exchanges.length).toBeGreaterThan(50);
  for (const { method, path, rawForm, status, json } of exchanges) {
    expect([method, path, checkRequest(method, path, rawForm)]).toEqual([method, path, []]);
    expect([method, path, checkResponse(method, path, status, json)]).toEqual([method, path, []]);
  }
});

it('a page is opened with everything that leads back to the order, and no expiry of our own', () => {
  const { form } = exchanges.find(({ path }) => path === '/v1/checkout/sessions') as Exchange;
  const orderId = form.client_reference_id;
  expect(orderId).toMatch(/^[0-9a-f-]{36}$/);
  expect(form).toEqual({
    mode: 'payment',
    client_reference_id: orderId,
    metadata: { orderId },
    payment_intent_data: { metadata: { orderId } },
    line_items: [
      {
        quantity: '1',
        price_data: { currency: 'usd', unit_amount: '1900', product_data: { name: 'Campagne « été »' } },
      },
    ],
    customer_email: 'payer@example.com',
    locale: 'fr',
    success_url: 'http://localhost/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost/campaigns/1',
  });
});

it('a session that somebody else opened in the same account is not ours', async () => {
  const { control, host, port } = server;
  const stripe = stripeClient({ secretKey, host, port, protocol: 'http' });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'Mug' } } },
    ],
    success_url: 'http://localhost/shop',
  });
  control.pay(session.id);
  const payments = stripePayments(stripe);
  const { orderId, paymentIntentId } = await payments.readCheckout(session.id);
  expect(orderId).toBeNull();
  expect(await payments.findCheckoutByPaymentIntent(paymentIntentId ?? '')).toBeNull();
});
