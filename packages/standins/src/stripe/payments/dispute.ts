import type Stripe from 'stripe';
import { noSuch, refused } from '../errors.ts';
import { buildBalanceTransaction } from '../objects/balance-transaction.ts';
import { buildDispute } from '../objects/dispute.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

/** A chargeback of a paid charge: the money and a fee leave the balance until it is won. */
export function openDispute(
  world: World,
  chargeId: string,
  reason: 'fraudulent' | 'product_not_received' = 'fraudulent',
): Stripe.Dispute {
  const charge = world.store.get('charge', chargeId);
  if (!charge) throw noSuch('charge', chargeId);
  if (charge.status !== 'succeeded' || charge.disputed) throw refused('This charge cannot be disputed.');
  const now = world.clock.nowSeconds();
  const dispute = buildDispute(charge, reason, now);
  const taken = buildBalanceTransaction('dispute', dispute.id, -charge.amount, charge.currency, now);
  world.store.put('balance_transaction', taken);
  world.store.patch('charge', chargeId, { disputed: true });
  const opened = world.store.put('dispute', { ...dispute, balance_transactions: [taken] });
  world.events.emit('charge.dispute.created', opened);
  world.events.emit('charge.dispute.funds_withdrawn', opened);
  return opened;
}

/** Ends a dispute; won gives the money back. Throws a fault if it is over already. */
export function closeDispute(world: World, disputeId: string, outcome: 'won' | 'lost'): Stripe.Dispute {
  const dispute = world.store.get('dispute', disputeId);
  if (!dispute) throw noSuch('dispute', disputeId);
  if (dispute.status === 'won' || dispute.status === 'lost') throw refused('This dispute is already closed');
  const returned = outcome === 'won' ? [giveBack(world, dispute)] : [];
  const closed = world.store.patch('dispute', disputeId, {
    status: outcome,
    balance_transactions: [...dispute.balance_transactions, ...returned],
  });
  if (outcome === 'won') world.events.emit('charge.dispute.funds_reinstated', closed);
  world.events.emit('charge.dispute.closed', closed);
  return closed;
}

function giveBack(world: World, dispute: Stripe.Dispute): Stripe.BalanceTransaction {
  const now = world.clock.nowSeconds();
  const movement = buildBalanceTransaction(
    'dispute_reversal',
    dispute.id,
    dispute.amount,
    dispute.currency,
    now,
  );
  return world.store.put('balance_transaction', movement);
}

/** The dispute of a charge, the latest if there were several. */
export function disputeOf(world: World, chargeId: string): Stripe.Dispute | undefined {
  return world.store.all('dispute').findLast((dispute) => idOf(dispute.charge) === chargeId);
}
