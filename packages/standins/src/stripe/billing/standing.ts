import type Stripe from 'stripe';
import { noSuch } from '../errors.ts';
import { subscriptionOf } from '../objects/invoice.ts';
import type { World } from '../world.ts';

/** How a subscription stands after its invoices: nothing here asks anybody for money. */

export function findSubscription(world: World, id: string): Stripe.Subscription {
  const subscription = world.store.get('subscription', id);
  if (!subscription) throw noSuch('subscription', id);
  return subscription;
}

/** Changes a subscription and announces it with the former values of what changed. */
export function changeSubscription(
  world: World,
  id: string,
  change: Partial<Stripe.Subscription>,
): Stripe.Subscription {
  const before = findSubscription(world, id);
  const previous = Object.fromEntries(
    Object.keys(change).map((key) => [key, before[key as keyof Stripe.Subscription]]),
  );
  const changed = world.store.patch('subscription', id, change);
  world.events.emit('customer.subscription.updated', changed, previous as Partial<Stripe.Subscription>);
  return changed;
}

const openInvoices = (world: World, id: string) =>
  world.store.all('invoice').filter((one) => one.status === 'open' && subscriptionOf(one) === id);

/** An invoice was paid: without another one that is owed, the subscription is active again. */
export function collected(world: World, id: string): void {
  const { status } = findSubscription(world, id);
  if (status !== 'past_due' && status !== 'unpaid') return;
  if (openInvoices(world, id).length === 0) changeSubscription(world, id, { status: 'active' });
}

/** A try to collect failed, and there will be another. */
export function owing(world: World, id: string): void {
  if (findSubscription(world, id).status === 'active') changeSubscription(world, id, { status: 'past_due' });
}

/** The last try failed. */
export function gaveUp(world: World, id: string): void {
  const { status } = findSubscription(world, id);
  if (status !== 'active' && status !== 'past_due') return;
  if (world.settings.afterLastRetry === 'unpaid') changeSubscription(world, id, { status: 'unpaid' });
  else endSubscription(world, id, 'payment_failed');
}

/** Ends a subscription for good. */
export function endSubscription(
  world: World,
  id: string,
  reason: 'cancellation_requested' | 'payment_failed',
): Stripe.Subscription {
  const before = findSubscription(world, id);
  const now = world.clock.nowSeconds();
  const ended = world.store.patch('subscription', id, {
    status: 'canceled',
    canceled_at: before.canceled_at ?? now,
    ended_at: now,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason,
    } as unknown as Stripe.Subscription.CancellationDetails,
  });
  world.events.emit('customer.subscription.deleted', ended);
  return ended;
}
