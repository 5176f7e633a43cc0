import type Stripe from 'stripe';
import { startSubscription } from '../billing/subscriptions.ts';
import { Fault, noSuch, refused } from '../errors.ts';
import { buildCustomerDetails } from '../objects/checkout-session.ts';
import { buildCustomer } from '../objects/customer.ts';
import type { CheckoutState } from '../records.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

export interface OpenSession {
  session: Stripe.Checkout.Session;
  state: CheckoutState;
}

/** The session if it can still be paid; throws a fault if there is none or it is no longer open. */
export function openSession(world: World, id: string): OpenSession {
  const session = world.store.get('checkout.session', id);
  const state = world.store.get('checkout_state', id);
  if (!session || !state) throw noSuch('checkout.session', id);
  if (session.status === 'open' && session.expires_at <= world.clock.nowSeconds()) expireSession(world, id);
  const status = world.store.get('checkout.session', id)?.status;
  if (status !== 'open') throw new Fault(409, alreadyOver(status ?? 'expired'));
  return { session, state };
}

function alreadyOver(status: string) {
  const message = `This Checkout Session is ${status} and can no longer be paid.`;
  return { type: 'invalid_request_error' as const, message };
}

/** Ends an open session without payment; its intent, if one was begun, is canceled with it. */
export function expireSession(world: World, id: string): Stripe.Checkout.Session {
  const session = world.store.get('checkout.session', id);
  if (!session) throw noSuch('checkout.session', id);
  if (session.status !== 'open') {
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
    throw refused(message);
  }
  const expired = world.store.patch('checkout.session', id, { status: 'expired', url: null });
  const intent = intentIdOf(world, session);
  if (intent) cancelIntent(world, intent, 'automatic');
  world.events.emit('checkout.session.expired', expired);
  return expired;
}

/** Moves an intent that has not been paid to `canceled`. */
export function cancelIntent(
  world: World,
  id: string,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  const canceled = world.store.patch('payment_intent', id, {
    status: 'canceled',
    canceled_at: world.clock.nowSeconds(),
    cancellation_reason: reason,
    next_action: null,
  });
  world.events.emit('payment_intent.canceled', canceled);
  return canceled;
}

/** Completes a session once its payment is made, under way, or not needed. */
export function completeSession(
  world: World,
  { session, state }: OpenSession,
  paymentStatus: Stripe.Checkout.Session.PaymentStatus,
): Stripe.Checkout.Session {
  const email = state.email ?? session.customer_email;
  const customer = session.customer ?? newCustomerOf(world, session, email);
  const completed = world.store.patch('checkout.session', session.id, {
    status: 'complete',
    payment_status: paymentStatus,
    url: null,
    customer,
    customer_details: email ? buildCustomerDetails(email) : null,
    ...(session.mode === 'subscription' ? subscribe(world, { session, state }, idOf(customer) ?? '') : {}),
  });
  world.events.emit('checkout.session.completed', completed);
  return completed;
}

/** The subscription that a paid session makes, by the card that paid. */
function subscribe(world: World, { session, state }: OpenSession, customer: string) {
  const intent = world.store.get('payment_intent', intentIdOf(world, session) ?? '');
  const method = idOf(intent?.payment_method) ?? '';
  const price = state.lines[0]?.price;
  if (!price) throw new Error(`the session ${session.id} has no price`);
  const present = world.store.get('payment_method', method);
  if (present) world.store.put('payment_method', { ...present, customer });
  return startSubscription(world, { customer, price, method, metadata: state.subscriptionMetadata ?? {} });
}

/** The intent of a session; that of a subscription is not shown on it. */
export function intentIdOf(world: World, session: Stripe.Checkout.Session): string | null {
  return idOf(session.payment_intent) ?? world.store.get('checkout_state', session.id)?.intent ?? null;
}

function newCustomerOf(world: World, session: Stripe.Checkout.Session, email: string | null): string | null {
  if (session.customer_creation !== 'always') return null;
  const blank = { description: null, name: null, phone: null, preferred_locales: [], metadata: {} };
  const customer = buildCustomer({ ...blank, email }, world.clock.nowSeconds());
  world.store.put('customer', customer);
  world.events.emit('customer.created', customer);
  return customer.id;
}

/** The session that an intent belongs to. */
export function sessionOfIntent(world: World, intentId: string): Stripe.Checkout.Session | undefined {
  return world.store.all('checkout.session').find((session) => idOf(session.payment_intent) === intentId);
}
