import type Stripe from 'stripe';
import { Fault, refused } from '../errors.ts';
import type { NewLine } from '../objects/invoice.ts';
import { buildSubscription, planOf } from '../objects/subscription.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { collect, DRAFT_SECONDS, declineOf, draftInvoice, finalizeInvoice, markPaid } from './invoices.ts';
import { intervalAfter } from './period.ts';
import { changeSubscription, endSubscription, findSubscription } from './standing.ts';

/** Makes the subscription of a checkout that was just paid, with its first invoice. */
export function startSubscription(
  world: World,
  from: { customer: string; price: Stripe.Price; method: string; metadata: Record<string, string> },
): { subscription: string; invoice: string } {
  const startSeconds = world.clock.nowSeconds();
  const endSeconds = periodAfter(startSeconds, startSeconds, from.price);
  const built = buildSubscription({ ...from, startSeconds, endSeconds });
  const subscription = world.store.put('subscription', built);
  const line = lineOf(from.price, startSeconds, endSeconds);
  const draft = draftInvoice(world, { subscription, reason: 'subscription_create', lines: [line] });
  world.events.emit('customer.subscription.created', findSubscription(world, subscription.id));
  const invoice = finalizeInvoice(world, draft.id);
  markPaid(world, invoice, invoice.amount_due);
  world.schedule.at(endSeconds * 1000, 'renew-subscription', subscription.id);
  return { subscription: subscription.id, invoice: invoice.id };
}

/** At the end of a period: the next one begins with an invoice, or the subscription ends where that was asked for. */
export function renewWhenDue(world: World, id: string): void {
  const subscription = world.store.get('subscription', id);
  if (!subscription) return;
  const item = itemOf(subscription);
  if (item.current_period_end > world.clock.nowSeconds()) return;
  if (!['active', 'past_due', 'unpaid'].includes(subscription.status)) return;
  if (subscription.cancel_at_period_end) {
    endSubscription(world, id, 'cancellation_requested');
    return;
  }
  const renewed = beginPeriod(world, subscription, item.price, item.current_period_end);
  // What is unpaid is not asked for more.
  if (subscription.status === 'unpaid') return;
  const draft = draftInvoice(world, {
    subscription: renewed,
    reason: 'subscription_cycle',
    lines: [thisPeriod(renewed)],
  });
  world.schedule.at((world.clock.nowSeconds() + DRAFT_SECONDS) * 1000, 'finalize-invoice', draft.id);
}

function beginPeriod(
  world: World,
  subscription: Stripe.Subscription,
  price: Stripe.Price,
  startSeconds: number,
  anchorSeconds = subscription.billing_cycle_anchor,
): Stripe.Subscription {
  const endSeconds = periodAfter(startSeconds, anchorSeconds, price);
  const changed = changeSubscription(world, subscription.id, {
    billing_cycle_anchor: anchorSeconds,
    items: itemsWith(subscription, {
      price,
      plan: planOf(price),
      current_period_start: startSeconds,
      current_period_end: endSeconds,
    }),
  });
  world.schedule.at(endSeconds * 1000, 'renew-subscription', subscription.id);
  return changed;
}

/**
 * Takes another price at once. What is left of the period is given back by the day's second; the same interval keeps its
 * period, another one begins a new period now. What is due is collected at once, and without it nothing changes.
 */
export function changePrice(world: World, id: string, price: Stripe.Price): void {
  const subscription = findSubscription(world, id);
  const item = itemOf(subscription);
  if (subscription.status !== 'active') throw refused('Pay what is owed before you change the plan.');
  if (item.price.id === price.id) return;
  refuseDeclined(world, subscription);
  const now = world.clock.nowSeconds();
  const { current_period_start: start, current_period_end: end } = item;
  const left = (amount: number | null) => Math.round(((amount ?? 0) * (end - now)) / (end - start));
  const sameInterval = item.price.recurring?.interval === price.recurring?.interval;
  const back = { ...lineOf(item.price, now, end), amount: -left(item.price.unit_amount), proration: true };
  const next = sameInterval
    ? { ...lineOf(price, now, end), amount: left(price.unit_amount), proration: true }
    : lineOf(price, now, periodAfter(now, now, price));
  const draft = draftInvoice(world, { subscription, reason: 'subscription_update', lines: [back, next] });
  const invoice = finalizeInvoice(world, draft.id);
  collect(world, invoice.id);
  const paid = findSubscription(world, id);
  if (sameInterval) changeSubscription(world, id, { items: itemsWith(paid, { price, plan: planOf(price) }) });
  else beginPeriod(world, paid, price, now, now);
}

/** Whether it ends with the period that is paid. */
export function setCancelAtPeriodEnd(world: World, id: string, cancel: boolean): Stripe.Subscription {
  const subscription = findSubscription(world, id);
  if (subscription.status === 'canceled') throw refused('A canceled subscription cannot be changed.');
  const now = world.clock.nowSeconds();
  return changeSubscription(world, id, {
    cancel_at_period_end: cancel,
    cancel_at: cancel ? itemOf(subscription).current_period_end : null,
    canceled_at: cancel ? now : null,
  });
}

/** Stops an active subscription: no period begins and no invoice is made until it is resumed. */
export function pauseSubscription(world: World, id: string): Stripe.Subscription {
  const subscription = findSubscription(world, id);
  if (subscription.status !== 'active') throw refused('Only an active subscription can be paused.');
  const paused = changeSubscription(world, id, {
    status: 'paused',
    status_details: {
      paused: {
        subscription: { type: 'pause_requested' },
        transitioned_at: world.clock.nowSeconds(),
        type: 'subscription',
      },
    } as unknown as Stripe.Subscription.StatusDetails,
  });
  world.events.emit('customer.subscription.paused', paused);
  return paused;
}

/** Goes on: with what is left of the period, or with a new one that must be paid first. */
export function resumeSubscription(world: World, id: string): Stripe.Subscription {
  const subscription = findSubscription(world, id);
  if (subscription.status !== 'paused') throw refused('Only a paused subscription can be resumed.');
  const now = world.clock.nowSeconds();
  const item = itemOf(subscription);
  if (item.current_period_end <= now) {
    refuseDeclined(world, subscription);
    const end = periodAfter(now, now, item.price);
    const lines = [lineOf(item.price, now, end)];
    const draft = draftInvoice(world, { subscription, reason: 'subscription_update', lines });
    finalizeInvoice(world, draft.id);
    collect(world, draft.id);
    beginPeriod(world, findSubscription(world, id), item.price, now, now);
  }
  const resumed = changeSubscription(world, id, { status: 'active', status_details: undefined });
  world.events.emit('customer.subscription.resumed', resumed);
  return resumed;
}

/** Pays by another card from now on. */
export function setMethod(world: World, id: string, method: Stripe.PaymentMethod, digits: string): void {
  const customer = idOf(findSubscription(world, id).customer);
  world.store.put('payment_method', { ...method, customer });
  world.store.put('card_on_file', { id: method.id, digits });
  changeSubscription(world, id, { default_payment_method: method.id });
}

/** A card that is declined changes nothing: no invoice is left open for what nobody has got. */
function refuseDeclined(world: World, subscription: Stripe.Subscription): void {
  const method = world.store.get('payment_method', idOf(subscription.default_payment_method) ?? '');
  const code = method ? declineOf(world, method) : 'insufficient_funds';
  if (code !== null) throw new Fault(402, { type: 'card_error', code, message: 'Your card was declined.' });
}

export function itemOf(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const item = subscription.items.data[0];
  if (!item) throw new Error(`the subscription ${subscription.id} has no item`);
  return item;
}

function itemsWith(subscription: Stripe.Subscription, change: Partial<Stripe.SubscriptionItem>) {
  return { ...subscription.items, data: [{ ...itemOf(subscription), ...change }] };
}

function periodAfter(startSeconds: number, anchorSeconds: number, price: Stripe.Price): number {
  if (!price.recurring) throw refused('The price is not recurring.');
  return intervalAfter(startSeconds, anchorSeconds, price.recurring);
}

function lineOf(price: Stripe.Price, startSeconds: number, endSeconds: number): NewLine {
  const amount = price.unit_amount ?? 0;
  return {
    price,
    amount,
    description: price.nickname ?? price.lookup_key ?? price.id,
    startSeconds,
    endSeconds,
    proration: false,
  };
}

function thisPeriod(subscription: Stripe.Subscription): NewLine {
  const item = itemOf(subscription);
  return lineOf(item.price, item.current_period_start, item.current_period_end);
}
