import type Stripe from 'stripe';
import { noSuchReference, refused } from '../errors.ts';
import { newId } from '../ids.ts';
import { buildBalanceTransaction } from '../objects/balance-transaction.ts';
import { buildRefund } from '../objects/refund.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const REFUND_SETTLES_AFTER_MS = 5_000;

export interface RefundRequest {
  chargeId: string;
  /** Minor units; all that is left when absent. */
  amount?: number;
  reason?: Stripe.Refund.Reason;
  metadata?: Record<string, string>;
}

/** Gives back part or all of a charge, never more than is left of it. */
export function refundCharge(world: World, request: RefundRequest): Stripe.Refund {
  const charge = world.store.get('charge', request.chargeId);
  if (!charge) throw noSuchReference('charge', request.chargeId, 'charge');
  const amount = refundableAmount(charge, request.amount);
  const id = newId('re');
  const now = world.clock.nowSeconds();
  const movement = buildBalanceTransaction('refund', id, -amount, charge.currency, now);
  world.store.put('balance_transaction', movement);
  const fate = world.store.get('fate', charge.id)?.outcome;
  const refund = buildRefund(charge, {
    id,
    amount,
    // A refund that will fail looks done at first; one that settles later says so from the start.
    status: fate === 'succeeded' ? 'pending' : 'succeeded',
    reason: request.reason ?? null,
    metadata: request.metadata ?? {},
    balanceTransaction: movement.id,
    createdSeconds: now,
  });
  world.store.put('refund', refund);
  bookOnCharge(world, charge, amount);
  world.events.emit('refund.created', refund);
  if (fate) world.schedule.at(world.clock.nowMs() + REFUND_SETTLES_AFTER_MS, 'settle-refund', id);
  return refund;
}

function refundableAmount(charge: Stripe.Charge, asked: number | undefined): number {
  if (charge.status !== 'succeeded')
    throw refused(`Charge ${charge.id} has not been paid; nothing to refund.`);
  if (charge.disputed) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw refused(message, { code: 'charge_disputed' });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (asked !== undefined && asked > left) {
    const message = `Refund amount (${asked}) is greater than unrefunded amount on charge (${left})`;
    throw refused(message, { param: 'amount' });
  }
  return asked ?? left;
}

function bookOnCharge(world: World, charge: Stripe.Charge, amount: number): void {
  const amount_refunded = charge.amount_refunded + amount;
  const refunded = amount_refunded === charge.amount;
  const changed = world.store.patch('charge', charge.id, { amount_refunded, refunded });
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  if (amount > 0) world.events.emit('charge.refunded', changed, previous);
  else world.events.emit('charge.updated', changed, previous);
}

/** The later word of the bank on a refund: done, or failed and the money is back on the balance. */
export function settleRefund(world: World, refundId: string): void {
  const refund = world.store.get('refund', refundId);
  const charge = world.store.get('charge', idOf(refund?.charge) ?? '');
  if (!refund || !charge) return;
  const outcome = world.store.get('fate', charge.id)?.outcome;
  if (outcome === 'failed') {
    failRefund(world, refund, charge);
    return;
  }
  const settled = world.store.patch('refund', refundId, { status: 'succeeded' });
  world.events.emit('refund.updated', settled, { status: refund.status });
}

function failRefund(world: World, refund: Stripe.Refund, charge: Stripe.Charge): void {
  const now = world.clock.nowSeconds();
  const back = buildBalanceTransaction('refund', refund.id, refund.amount, refund.currency, now);
  world.store.put('balance_transaction', back);
  const failed = world.store.patch('refund', refund.id, {
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: back.id,
  });
  bookOnCharge(world, charge, -refund.amount);
  world.events.emit('refund.updated', failed, { status: refund.status });
  world.events.emit('refund.failed', failed);
}
