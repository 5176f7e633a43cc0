import { planOfPriceKey, type SubscriptionCheckout, type SubscriptionReading } from '@backlot/core';
import type Stripe from 'stripe';
import { priceKeyField } from './catalogue.ts';

const states = ['open', 'complete', 'expired'] as const;

/** A page to subscribe on as our own type; a state we do not know counts as open. */
export const toSubscriptionCheckout = (session: Stripe.Checkout.Session): SubscriptionCheckout => ({
  sessionId: session.id,
  url: session.url,
  state: states.find((state) => state === session.status) ?? 'open',
});

const over = ['canceled', 'incomplete_expired'];
const giving = ['active', 'trialing', 'past_due'];

/** How much a status counts among several subscriptions of one customer; one we do not know lives and gives nothing. */
const weightOf = (status: string): number => (giving.includes(status) ? 2 : over.includes(status) ? 0 : 1);

/** The subscription that counts: one that gives a plan, then one that lives, then the newest. */
export function theOneThatCounts(
  subscriptions: readonly Stripe.Subscription[],
): Stripe.Subscription | undefined {
  return subscriptions.toSorted(
    (a, b) => weightOf(b.status) - weightOf(a.status) || b.created - a.created || (a.id < b.id ? 1 : -1),
  )[0];
}

/**
 * A subscription as our own type. The period is that of its item (the subscription itself has none).
 * @param openInvoices its invoices that are finalized and not paid
 */
export function toSubscriptionReading(
  subscription: Stripe.Subscription,
  openInvoices: readonly Stripe.Invoice[],
): SubscriptionReading {
  const item = subscription.items.data[0];
  const key = item?.price.metadata?.[priceKeyField] ?? item?.price.lookup_key ?? '';
  const known = planOfPriceKey(key);
  return {
    subscriptionId: subscription.id,
    status: subscription.status,
    plan: known?.plan ?? null,
    interval: known?.interval ?? null,
    periodStart: toDate(item?.current_period_start),
    periodEnd: toDate(item?.current_period_end),
    cancelAt: toDate(
      subscription.cancel_at ?? (subscription.cancel_at_period_end ? item?.current_period_end : null),
    ),
    endedAt: toDate(subscription.ended_at),
    owed: oldestOwed(openInvoices),
  };
}

function oldestOwed(invoices: readonly Stripe.Invoice[]): SubscriptionReading['owed'] {
  const owed = invoices
    .filter((invoice) => invoice.attempted)
    .map((invoice) => ({
      invoiceId: invoice.id ?? '',
      since: new Date((invoice.status_transitions.finalized_at ?? invoice.created) * 1000),
    }))
    .toSorted((a, b) => a.since.getTime() - b.since.getTime());
  return owed[0] ?? null;
}

const toDate = (seconds: number | null | undefined): Date | null =>
  typeof seconds === 'number' ? new Date(seconds * 1000) : null;
