import { BacklotError, type Payments } from '@backlot/core';
import type Stripe from 'stripe';
import { callStripe } from './errors.ts';
import { chargeOf, orderIdOf, toCheckoutSession } from './map.ts';

/** Payments by Stripe Checkout. Nothing here writes a log: requests hold mail addresses. */
export function stripePayments(stripe: Stripe): Payments {
  return {
    openCheckout: async (input) => {
      const session = await callStripe('openCheckout', () =>
        stripe.checkout.sessions.create(checkoutParams(input), { idempotencyKey: input.idempotencyKey }),
      );
      return toCheckoutSession(session, []);
    },

    readCheckout: async (sessionId) =>
      callStripe('readCheckout', async () => {
        const session = await stripe.checkout.sessions.retrieve(sessionId, {
          expand: ['payment_intent.latest_charge'],
        });
        const charge = chargeOf(session);
        if (!charge?.disputed) return toCheckoutSession(session, []);
        const disputes = await stripe.disputes.list({ charge: charge.id, limit: 100 });
        return toCheckoutSession(session, disputes.data);
      }),

    findCheckoutByPaymentIntent: async (paymentIntentId) => {
      try {
        const found = await callStripe('findCheckoutByPaymentIntent', () =>
          stripe.checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 }),
        );
        const session = found.data[0];
        return session && orderIdOf(session) ? session.id : null;
      } catch (error) {
        if (error instanceof BacklotError && error.code === 'NOT_FOUND') return null;
        throw error;
      }
    },

    expireCheckout: async (sessionId) => {
      try {
        await callStripe('expireCheckout', () => stripe.checkout.sessions.expire(sessionId));
      } catch (error) {
        if (!(error instanceof BacklotError) || error.code !== 'INTERNAL') throw error;
        // Stripe has no code of its own for "not open any more"; the session itself tells.
        const session = await callStripe('expireCheckout', () =>
          stripe.checkout.sessions.retrieve(sessionId),
        );
        if (session.status === 'open') throw error;
      }
    },

    refund: async (input) => {
      if (await wasRefunded(stripe, input)) return;
      const { idempotencyKey, paymentIntentId, amount } = input;
      try {
        await callStripe('refund', () =>
          stripe.refunds.create(
            {
              payment_intent: paymentIntentId,
              amount: amount.amountMinor,
              metadata: { idempotencyKey },
            },
            { idempotencyKey },
          ),
        );
      } catch (error) {
        // Somebody gave the whole amount back already, perhaps in Stripe's dashboard: there is nothing left to give.
        if (error instanceof BacklotError && error.data.vendorCode === 'charge_already_refunded') return;
        throw error;
      }
    },
  };
}

/** The order's id stands on session and payment intent, so that both lead back to the order in Stripe's dashboard. */
function checkoutParams(input: Parameters<Payments['openCheckout']>[0]): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    client_reference_id: input.orderId,
    metadata: { orderId: input.orderId },
    payment_intent_data: { metadata: { orderId: input.orderId } },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: input.amount.currency.toLowerCase(),
          unit_amount: input.amount.amountMinor,
          product_data: { name: input.productName },
        },
      },
    ],
    customer_email: input.email,
    locale: input.language,
    success_url: input.successUrl,
    cancel_url: input.cancelUrl,
  };
}

/**
 * Whether a refund under this key was made before. Stripe forgets an idempotency key after a day or so
 * (docs.stripe.com/api/idempotent_requests), and a job may be run again a week later: half the money twice is all of it.
 */
async function wasRefunded(
  stripe: Stripe,
  { idempotencyKey, paymentIntentId }: { idempotencyKey: string; paymentIntentId: string },
): Promise<boolean> {
  const made = await callStripe('refund', () =>
    stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 }),
  );
  return made.data.some(
    (refund) =>
      refund.metadata?.idempotencyKey === idempotencyKey &&
      refund.status !== 'failed' &&
      refund.status !== 'canceled',
  );
}
