import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import { buildBalanceTransaction } from '../objects/balance-transaction.ts';
import { buildCharge, type ChargeEnd } from '../objects/charge.ts';
import type { World } from '../world.ts';

/** The failure that an intent shows as its last payment error. */
export type PaymentError = Stripe.PaymentIntent.LastPaymentError;

/** Books a charge that went through and moves the intent to `succeeded`. */
export function chargeSucceeded(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): Stripe.Charge {
  const now = world.clock.nowSeconds();
  const id = newId('ch');
  const movement = buildBalanceTransaction('charge', id, intent.amount, intent.currency, now);
  world.store.put('balance_transaction', movement);
  const end: ChargeEnd = { status: 'succeeded', balanceTransaction: movement.id, authenticated };
  const charge = world.store.put('charge', buildCharge(id, intent, method, end, world.baseUrl, now));
  world.events.emit('charge.succeeded', charge);
  const paid = world.store.patch('payment_intent', intent.id, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: id,
    payment_method: method.id,
    last_payment_error: null,
    next_action: null,
  });
  world.events.emit('payment_intent.succeeded', paid);
  return charge;
}

/** Books a charge that was declined; the intent waits for another method. */
export function chargeFailed(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  error: PaymentError & { code: NonNullable<PaymentError['code']>; message: string },
): void {
  const id = newId('ch');
  const reason = error.decline_code ?? error.code;
  const end: ChargeEnd = { status: 'failed', code: error.code, reason, message: error.message };
  const built = buildCharge(id, intent, method, end, world.baseUrl, world.clock.nowSeconds());
  const charge = world.store.put('charge', built);
  world.events.emit('charge.failed', charge);
  intentFailed(world, intent.id, { ...error, charge: id, payment_method: method }, id);
}

/** An attempt that failed: the intent says why and waits for another method. */
export function intentFailed(
  world: World,
  intentId: string,
  error: PaymentError,
  latestCharge?: string,
): Stripe.PaymentIntent {
  const failed = world.store.patch('payment_intent', intentId, {
    status: 'requires_payment_method',
    last_payment_error: error,
    next_action: null,
    payment_method: null,
    ...(latestCharge ? { latest_charge: latestCharge } : {}),
  });
  world.events.emit('payment_intent.payment_failed', failed);
  return failed;
}
