import type Stripe from 'stripe';
import { DRAFT_SECONDS } from './billing/invoices.ts';
import { endSubscription, findSubscription } from './billing/standing.ts';
import {
  changePrice,
  itemOf,
  pauseSubscription,
  resumeSubscription,
  setCancelAtPeriodEnd,
  setMethod,
} from './billing/subscriptions.ts';
import { noSuch, refused } from './errors.ts';
import { buildCardMethod } from './objects/payment-method.ts';
import { successUrl } from './pages/routes.ts';
import { readCard } from './pages/typed-payment.ts';
import { payByBankDebit, settlePayment } from './payments/bank-debit.ts';
import { authenticate, payByCard } from './payments/card.ts';
import { closeDispute, disputeOf, openDispute } from './payments/dispute.ts';
import { type RefundRequest, refundCharge } from './payments/refund.ts';
import { completeSession, expireSession, openSession } from './payments/session.ts';
import { idOf } from './references.ts';
import type { Deliveries, WebhookTarget } from './webhooks/deliveries.ts';
import type { Delivery, DeliveryBehaviour } from './webhooks/delivery.ts';
import type { World } from './world.ts';

/** How to pay without a browser. */
export interface PayOptions {
  /** Any test card; 4242… by default. */
  card?: string;
  /** A bank account instead of a card: the payment settles later. */
  debit?: string;
  email?: string;
  /** What to answer a card that asks for authentication; 'wait' leaves the question open. */
  authentication?: 'complete' | 'fail' | 'wait';
}

export interface PayOutcome {
  outcome: 'completed' | 'declined' | 'authenticate';
  /** The decline, when it was one. */
  code?: string;
  session: Stripe.Checkout.Session;
  /** Where the browser would have gone after completion. */
  redirect: string | null;
}

/** What a test or the control page may do to the stand-in. */
export interface Control {
  delivery(): DeliveryBehaviour;
  setDelivery(change: Partial<DeliveryBehaviour>): DeliveryBehaviour;
  /** Lets go what was held; answers how many. */
  release(): number;
  deliveries(filter?: { status?: Delivery['status']; event?: string }): Delivery[];
  events(type?: string): Stripe.Event[];
  /** Sends an event once more, at once. */
  resend(eventId: string): Delivery[];
  setWebhooks(targets: WebhookTarget[]): void;
  sessions(): Stripe.Checkout.Session[];
  pay(sessionId: string, options?: PayOptions): PayOutcome;
  authenticate(sessionId: string, result: 'complete' | 'fail'): PayOutcome;
  expire(sessionId: string): Stripe.Checkout.Session;
  /** Ends a bank debit that is under way; takes the session's or the intent's id. */
  settle(id: string, outcome: 'succeeded' | 'failed'): void;
  /** Takes the id of a charge, an intent or a session, like the next two. */
  dispute(id: string, reason?: 'fraudulent' | 'product_not_received'): Stripe.Dispute;
  /** Also takes the dispute's own id. */
  closeDispute(id: string, outcome: 'won' | 'lost'): Stripe.Dispute;
  refund(id: string, request?: Omit<RefundRequest, 'chargeId'>): Stripe.Refund;
  subscriptions(): Stripe.Subscription[];
  /** Every card of the subscription is declined from now on, as one that has expired at the bank. */
  failRenewals(subscriptionId: string): void;
  /** Pays by this card from now on, 4242… by default, as if it was typed in the portal. */
  setCard(subscriptionId: string, number?: string): void;
  /** Moves the clock past the end of the period and past the hour in which its invoice is a draft. */
  renew(subscriptionId: string): Stripe.Subscription;
  cancel(subscriptionId: string, when: 'at_period_end' | 'now'): Stripe.Subscription;
  pause(subscriptionId: string): Stripe.Subscription;
  resume(subscriptionId: string): Stripe.Subscription;
  changePlan(subscriptionId: string, lookupKey: string): void;
  /** Moves the clock on, and does what falls due. Answers the new time in Unix seconds. */
  advance(seconds: number): number;
  now(): number;
  settings(): World['settings'];
  setSettings(change: Partial<World['settings']>): World['settings'];
}

export function makeControl(world: World): Control {
  const { store, deliveries, clock } = world;
  return {
    delivery: () => deliveries.behaviour,
    setDelivery: (change) => setDelivery(deliveries, change),
    release: () => deliveries.release(),
    deliveries: ({ status, event } = {}) =>
      store
        .all('delivery')
        .filter((one) => status === undefined || one.status === status)
        .filter((one) => event === undefined || one.event === event),
    events: (type) => store.all('event').filter((event) => type === undefined || event.type === type),
    resend(eventId) {
      const event = store.get('event', eventId);
      if (!event) throw noSuch('event', eventId);
      return deliveries.resend(event);
    },
    setWebhooks(targets) {
      deliveries.targets = targets;
    },
    sessions: () => store.all('checkout.session'),
    pay: (sessionId, options = {}) => pay(world, sessionId, options),
    authenticate: (sessionId, result) =>
      outcomeOf(world, sessionId, authenticate(world, sessionId, result === 'complete')),
    expire: (sessionId) => expireSession(world, sessionId),
    settle: (id, outcome) => settlePayment(world, intentIdOf(world, id), outcome),
    dispute: (id, reason) => openDispute(world, chargeIdOf(world, id), reason),
    closeDispute: (id, outcome) => closeDispute(world, disputeIdOf(world, id), outcome),
    refund: (id, request = {}) => refundCharge(world, { ...request, chargeId: chargeIdOf(world, id) }),
    subscriptions: () => store.all('subscription'),
    failRenewals: (id) => useCard(world, id, '4000000000009995'),
    setCard: (id, number = '4242424242424242') => useCard(world, id, number),
    renew(id) {
      const endSeconds = itemOf(findSubscription(world, id)).current_period_end;
      advance(world, Math.max(0, endSeconds - clock.nowSeconds()) + DRAFT_SECONDS + 1);
      return findSubscription(world, id);
    },
    cancel: (id, when) =>
      when === 'now'
        ? endSubscription(world, id, 'cancellation_requested')
        : setCancelAtPeriodEnd(world, id, true),
    pause: (id) => pauseSubscription(world, id),
    resume: (id) => resumeSubscription(world, id),
    changePlan(id, lookupKey) {
      const price = store.all('price').find((one) => one.lookup_key === lookupKey);
      if (!price) throw noSuch('price', lookupKey);
      changePrice(world, id, price);
    },
    advance: (seconds) => advance(world, seconds),
    now: () => clock.nowSeconds(),
    settings: () => world.settings,
    setSettings(change) {
      world.settings = { ...world.settings, ...change };
      return world.settings;
    },
  };
}

/** Step by step, so that what falls due on the way happens at its own moment, and what follows from it too. */
function advance({ clock, schedule }: World, seconds: number): number {
  if (!Number.isFinite(seconds) || seconds < 0) throw refused('The clock only moves forward.');
  const targetMs = clock.nowMs() + seconds * 1000;
  for (;;) {
    const nextMs = schedule.nextAtMs();
    if (nextMs === undefined || nextMs > targetMs) break;
    clock.advance(Math.max(0, nextMs - clock.nowMs()) / 1000);
    schedule.run();
  }
  clock.advance(Math.max(0, targetMs - clock.nowMs()) / 1000);
  schedule.run();
  return clock.nowSeconds();
}

function useCard(world: World, subscriptionId: string, number: string): void {
  const read = readCard(number, '12/99', '123', world.clock.nowMs());
  if (read.kind === 'wrong') throw refused(`That card cannot be used: ${read.code}`, { param: read.field });
  const method = buildCardMethod(read.card, null, world.clock.nowSeconds());
  setMethod(world, subscriptionId, method, read.card.digits);
}

function setDelivery(deliveries: Deliveries, change: Partial<DeliveryBehaviour>): DeliveryBehaviour {
  deliveries.behaviour = { ...deliveries.behaviour, ...change };
  return deliveries.behaviour;
}

function pay(world: World, sessionId: string, options: PayOptions): PayOutcome {
  const opened = openSession(world, sessionId);
  const email = options.email ?? opened.session.customer_email ?? 'payer@example.com';
  if (opened.session.amount_total === 0) {
    const state = world.store.patch('checkout_state', sessionId, { email });
    completeSession(world, { ...opened, state }, 'no_payment_required');
    return outcomeOf(world, sessionId, { kind: 'completed' });
  }
  if (options.debit !== undefined) {
    payByBankDebit(world, sessionId, options.debit, email);
    return outcomeOf(world, sessionId, { kind: 'completed' });
  }
  const number = options.card ?? '4242 4242 4242 4242';
  const cvc = /^\s*3[47]/.test(number) ? '1234' : '123';
  const read = readCard(number, '12/99', cvc, world.clock.nowMs());
  if (read.kind === 'wrong') throw refused(`That card cannot be used: ${read.code}`, { param: read.field });
  const result = payByCard(world, sessionId, read.card, email);
  const answer = options.authentication ?? 'wait';
  if (result.kind !== 'authenticate' || answer === 'wait') return outcomeOf(world, sessionId, result);
  return outcomeOf(world, sessionId, authenticate(world, sessionId, answer === 'complete'));
}

function outcomeOf(world: World, sessionId: string, result: ReturnType<typeof authenticate>): PayOutcome {
  const session = world.store.get('checkout.session', sessionId);
  if (!session) throw noSuch('checkout.session', sessionId);
  const completed = result.kind === 'completed';
  return {
    outcome: result.kind,
    ...(result.kind === 'declined' ? { code: result.code } : {}),
    session,
    redirect: completed ? successUrl(session.success_url, sessionId) : null,
  };
}

/** The intent behind the id of a session or an intent. */
function intentIdOf(world: World, id: string): string {
  const intent = idOf(world.store.get('checkout.session', id)?.payment_intent) ?? id;
  if (!world.store.get('payment_intent', intent)) throw noSuch('payment_intent', id);
  return intent;
}

/** The charge behind the id of a session, an intent or a charge. */
function chargeIdOf(world: World, id: string): string {
  if (world.store.get('charge', id)) return id;
  const charge = idOf(world.store.get('payment_intent', intentIdOf(world, id))?.latest_charge);
  if (charge === null) throw noSuch('charge', id);
  return charge;
}

function disputeIdOf(world: World, id: string): string {
  if (world.store.get('dispute', id)) return id;
  const dispute = disputeOf(world, chargeIdOf(world, id));
  if (!dispute) throw noSuch('dispute', id);
  return dispute.id;
}
