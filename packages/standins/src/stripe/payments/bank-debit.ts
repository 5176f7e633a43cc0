import type Stripe from 'stripe';
import { bankFateOf } from '../cards.ts';
import { noSuch, refused } from '../errors.ts';
import { newId } from '../ids.ts';
import { buildBalanceTransaction } from '../objects/balance-transaction.ts';
import { buildCharge, buildOutcome, type ChargeEnd } from '../objects/charge.ts';
import { BANK_DEBITS, buildBankMethod } from '../objects/payment-method.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { intentOf } from './card.ts';
import { intentFailed } from './charge.ts';
import { completeSession, openSession, sessionOfIntent } from './session.ts';

/**
 * Pays an open session by a bank debit: the session completes unpaid, and the money comes, or does not, when the
 * debit settles. Throws a fault when the session is not open or its currency has no such debit.
 */
export function payByBankDebit(world: World, sessionId: string, account: string, email: string | null): void {
  const { session } = openSession(world, sessionId);
  const type = BANK_DEBITS[session.currency ?? ''];
  if (!type || !session.payment_method_types.includes(type))
    throw refused('This session takes no bank debit.');
  const state = world.store.patch('checkout_state', sessionId, { email, awaiting: null });
  const intent = intentOf(world, { session, state });
  const now = world.clock.nowSeconds();
  const method = world.store.put('payment_method', buildBankMethod(type, account, email, now));
  const built = buildCharge(newId('ch'), intent, method, { status: 'pending' }, world.baseUrl, now);
  const charge = world.store.put('charge', built);
  world.events.emit('charge.pending', charge);
  const processing = world.store.patch('payment_intent', intent.id, {
    status: 'processing',
    latest_charge: charge.id,
    payment_method: method.id,
    last_payment_error: null,
  });
  world.events.emit('payment_intent.processing', processing);
  completeSession(world, openSession(world, sessionId), 'unpaid');
  settleLater(world, intent.id, account);
}

function settleLater(world: World, intentId: string, account: string): void {
  const fate = bankFateOf(account);
  if (fate === 'never') return;
  world.store.put('fate', { id: intentId, outcome: fate === 'fails' ? 'failed' : 'succeeded' });
  const { settleAfterSeconds } = world.settings;
  if (settleAfterSeconds === null) return;
  world.schedule.at(world.clock.nowMs() + settleAfterSeconds * 1000, 'settle-payment', intentId);
}

/** A debit that comes to its end by the clock; one that was settled by command already is left alone. */
export function settleWhenDue(world: World, intentId: string): void {
  if (world.store.get('payment_intent', intentId)?.status !== 'processing') return;
  settlePayment(world, intentId, world.store.get('fate', intentId)?.outcome ?? 'succeeded');
}

/** Ends a debit that is under way; throws a fault if the intent is not `processing`. */
export function settlePayment(world: World, intentId: string, outcome: 'succeeded' | 'failed'): void {
  const intent = world.store.get('payment_intent', intentId);
  const session = sessionOfIntent(world, intentId);
  const charge = world.store.get('charge', idOf(intent?.latest_charge) ?? '');
  if (!intent || !session || !charge) throw noSuch('payment_intent', intentId);
  if (intent.status !== 'processing')
    throw refused(`This PaymentIntent is ${intent.status}, not processing.`);
  if (outcome === 'succeeded') arrived(world, intent, charge, session.id);
  else bounced(world, intent, charge, session.id);
}

function arrived(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge, sessionId: string): void {
  const now = world.clock.nowSeconds();
  const movement = buildBalanceTransaction('charge', charge.id, charge.amount, charge.currency, now);
  world.store.put('balance_transaction', movement);
  const succeeded = world.store.patch('charge', charge.id, {
    status: 'succeeded',
    paid: true,
    captured: true,
    amount_captured: charge.amount,
    balance_transaction: movement.id,
  });
  world.events.emit('charge.succeeded', succeeded);
  const change = { status: 'succeeded' as const, amount_received: intent.amount };
  world.events.emit('payment_intent.succeeded', world.store.patch('payment_intent', intent.id, change));
  const paid = world.store.patch('checkout.session', sessionId, { payment_status: 'paid' });
  world.events.emit('checkout.session.async_payment_succeeded', paid);
}

function bounced(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge, sessionId: string): void {
  const code = 'payment_intent_payment_attempt_failed';
  const message = 'The customer’s bank account could not be debited.';
  const end: ChargeEnd = { status: 'failed', code, reason: 'insufficient_funds', message };
  const failed = world.store.patch('charge', charge.id, {
    status: 'failed',
    failure_code: code,
    failure_message: message,
    outcome: buildOutcome(end),
  });
  world.events.emit('charge.failed', failed);
  const payment_method = world.store.get('payment_method', charge.payment_method ?? '');
  intentFailed(world, intent.id, { type: 'card_error', code, message, charge: charge.id, payment_method });
  const session = world.store.get('checkout.session', sessionId);
  if (session) world.events.emit('checkout.session.async_payment_failed', session);
}
