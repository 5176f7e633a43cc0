import { BacklotError, type Billing } from '@backlot/core';
import type Stripe from 'stripe';
import { type Catalogue, openCatalogue } from './catalogue.ts';
import { callStripe } from './errors.ts';
import { theOneThatCounts, toSubscriptionCheckout, toSubscriptionReading } from './map-subscription.ts';

/** Subscriptions by Stripe Billing. Nothing here writes a log: requests hold mail addresses. */
export function stripeBilling(stripe: Stripe): Billing {
  const catalogue = rememberCatalogue(stripe);
  return {
    openCustomer: async ({ idempotencyKey, memberId, email }) => {
      const customer = await callStripe('openCustomer', () =>
        stripe.customers.create({ email, metadata: { memberId } }, { idempotencyKey }),
      );
      return customer.id;
    },

    openCheckout: ({ idempotencyKey, plan, interval, ...input }) =>
      catalogue('openSubscriptionCheckout', async ({ priceOf }) => {
        const session = await stripe.checkout.sessions.create(
          {
            mode: 'subscription',
            customer: input.customerId,
            client_reference_id: input.memberId,
            line_items: [{ price: priceOf(plan, interval).id, quantity: 1 }],
            subscription_data: { metadata: { memberId: input.memberId } },
            locale: input.language,
            success_url: input.successUrl,
            cancel_url: input.cancelUrl,
          },
          { idempotencyKey },
        );
        return toSubscriptionCheckout(session);
      }),

    readCheckout: async (sessionId) =>
      toSubscriptionCheckout(
        await callStripe('readSubscriptionCheckout', () => stripe.checkout.sessions.retrieve(sessionId)),
      ),

    openPortal: ({ customerId, language, returnUrl }) =>
      catalogue('openPortal', async ({ portalId }) => {
        const { url } = await stripe.billingPortal.sessions.create({
          customer: customerId,
          configuration: portalId,
          locale: language,
          return_url: returnUrl,
        });
        return { url };
      }),

    readSubscription: (customerId) =>
      callStripe('readSubscription', async () => {
        const all = await stripe.subscriptions.list({ customer: customerId, status: 'all', limit: 100 });
        const one = theOneThatCounts(all.data);
        if (!one) return null;
        const owes = one.status === 'past_due' || one.status === 'unpaid';
        if (!owes) return toSubscriptionReading(one, []);
        const open = await stripe.invoices.list({ subscription: one.id, status: 'open', limit: 100 });
        return toSubscriptionReading(one, open.data);
      }),

    endSubscription: async (subscriptionId) => {
      try {
        await callStripe('endSubscription', () => stripe.subscriptions.cancel(subscriptionId));
      } catch (error) {
        // So it answers of one that has ended, too.
        if (!(error instanceof BacklotError && error.code === 'NOT_FOUND')) throw error;
      }
    },
  };
}

/** Runs a call with the catalogue, which is opened once and again after a call that Stripe refused. */
function rememberCatalogue(stripe: Stripe) {
  let opened: Promise<Catalogue> | undefined;
  return async <T>(operation: string, call: (catalogue: Catalogue) => Promise<T>): Promise<T> => {
    opened ??= openCatalogue(stripe);
    const present = opened;
    try {
      return await callStripe(operation, async () => call(await present));
    } catch (error) {
      const passing = error instanceof BacklotError && error.code === 'PROVIDER_UNAVAILABLE';
      const isOpen = await present.then(
        () => true,
        () => false,
      );
      if (!(passing && isOpen) && opened === present) opened = undefined;
      throw error;
    }
  };
}
