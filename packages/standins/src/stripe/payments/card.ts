import type Stripe from 'stripe';
import { type CardFate, fateOf } from '../cards.ts';
import { refused } from '../errors.ts';
import { buildPaymentIntent } from '../objects/payment-intent.ts';
import { buildCardMethod, type TypedCard } from '../objects/payment-method.ts';
import type { World } from '../world.ts';
import { chargeFailed, chargeSucceeded, intentFailed } from './charge.ts';
import { openDispute } from './dispute.ts';
import { completeSession, intentIdOf, type OpenSession, openSession } from './session.ts';

/** How an attempt to pay ended; after `authenticate` the person is asked to show who they are. */
export type PayResult =
  | { kind: 'completed' }
  | { kind: 'authenticate' }
  | { kind: 'declined'; code: string; message: string };

/**
 * Pays an open session by card. Throws a fault when the session is no longer open.
 * A decline leaves it open for another try.
 */
export function payByCard(world: World, sessionId: string, card: TypedCard, email: string | null): PayResult {
  const { session } = openSession(world, sessionId);
  const state = world.store.patch('checkout_state', sessionId, { email, awaiting: null });
  const intent = intentOf(world, { session, state });
  const method = buildCardMethod(card, email, world.clock.nowSeconds());
  world.store.put('payment_method', method);
  if (session.mode === 'subscription')
    world.store.put('card_on_file', { id: method.id, digits: card.digits });
  const fate = fateOf(card.digits);
  if (fate.kind === 'authenticates') return askToAuthenticate(world, sessionId, intent, method, fate.next);
  return settleCard(world, sessionId, intent, method, fate, false);
}

/** The answer of the person who was asked to authenticate. */
export function authenticate(world: World, sessionId: string, passed: boolean): PayResult {
  const { session, state } = openSession(world, sessionId);
  const intent = world.store.get('payment_intent', intentIdOf(world, session) ?? '');
  const method = world.store.get('payment_method', state.awaiting?.method ?? '');
  if (!state.awaiting || !intent || !method) throw refused('This session waits for no authentication.');
  world.store.patch('checkout_state', sessionId, { awaiting: null });
  if (passed) return settleCard(world, sessionId, intent, method, state.awaiting.fate, true);
  const code = 'payment_intent_authentication_failure';
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  intentFailed(world, intent.id, { type: 'invalid_request_error', code, message, payment_method: method });
  return { kind: 'declined', code, message };
}

/** The intent of a session, made at the first attempt to pay. */
export function intentOf(world: World, { session, state }: OpenSession): Stripe.PaymentIntent {
  const present = world.store.get('payment_intent', intentIdOf(world, session) ?? '');
  if (present) return present;
  const intent = buildPaymentIntent(session, state.paymentIntentData, world.clock.nowSeconds());
  world.store.put('payment_intent', intent);
  if (session.mode === 'subscription') world.store.patch('checkout_state', session.id, { intent: intent.id });
  else world.store.patch('checkout.session', session.id, { payment_intent: intent.id });
  world.events.emit('payment_intent.created', intent);
  return intent;
}

function askToAuthenticate(
  world: World,
  sessionId: string,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  fate: CardFate,
): PayResult {
  const url = `${world.baseUrl}/pay/${sessionId}/authenticate`;
  const waiting = world.store.patch('payment_intent', intent.id, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url, return_url: `${world.baseUrl}/pay/${sessionId}` },
    },
  });
  world.store.patch('checkout_state', sessionId, { awaiting: { method: method.id, fate } });
  world.events.emit('payment_intent.requires_action', waiting);
  return { kind: 'authenticate' };
}

function settleCard(
  world: World,
  sessionId: string,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  fate: CardFate,
  authenticated: boolean,
): PayResult {
  if (fate.kind === 'declined') {
    const { code, declineCode, message } = fate;
    chargeFailed(world, intent, method, { type: 'card_error', code, decline_code: declineCode, message });
    return { kind: 'declined', code: declineCode, message };
  }
  const charge = chargeSucceeded(world, intent, method, authenticated);
  if (fate.kind === 'refund-settles-later') world.store.put('fate', { id: charge.id, outcome: fate.outcome });
  completeSession(world, openSession(world, sessionId), 'paid');
  if (fate.kind === 'disputed') openDispute(world, charge.id, fate.reason);
  return { kind: 'completed' };
}
