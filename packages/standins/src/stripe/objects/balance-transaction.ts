import type Stripe from 'stripe';
import { newId } from '../ids.ts';

const SETTLES_AFTER_SECONDS = 2 * 24 * 3600;
const DISPUTE_FEE = 1500;

/** The vendor's fee on a domestic card, 2.9 % + 30 minor units; https://stripe.com/pricing. */
export function cardFee(amount: number): number {
  return Math.round((amount * 29) / 1000) + 30;
}

type Cause = 'charge' | 'refund' | 'dispute' | 'dispute_reversal';

const TYPE: Record<Cause, Stripe.BalanceTransaction['type']> = {
  charge: 'charge',
  refund: 'refund',
  dispute: 'adjustment',
  dispute_reversal: 'adjustment',
};

function feeOf(cause: Cause, amount: number): number {
  if (cause === 'charge') return cardFee(amount);
  if (cause === 'dispute') return DISPUTE_FEE;
  return cause === 'dispute_reversal' ? -DISPUTE_FEE : 0;
}

/** A movement of the balance; `amount` in minor units, negative for money that leaves. */
export function buildBalanceTransaction(
  cause: Cause,
  source: string,
  amount: number,
  currency: string,
  createdSeconds: number,
): Stripe.BalanceTransaction {
  const fee = feeOf(cause, amount);
  const detail = {
    amount: fee,
    application: null,
    currency,
    description: 'Processing fees',
    type: 'stripe_fee',
  };
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: createdSeconds + (cause === 'charge' ? SETTLES_AFTER_SECONDS : 0),
    balance_type: 'payments',
    created: createdSeconds,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [detail],
    net: amount - fee,
    reporting_category: cause,
    source,
    status: cause === 'charge' ? 'pending' : 'available',
    type: TYPE[cause],
  };
}
