import type Stripe from 'stripe';

export interface NewRefund {
  id: string;
  amount: number;
  status: 'succeeded' | 'pending';
  reason: Stripe.Refund.Reason | null;
  metadata: Record<string, string>;
  balanceTransaction: string;
  createdSeconds: number;
}

export function buildRefund(charge: Stripe.Charge, from: NewRefund): Stripe.Refund {
  const isCard = charge.payment_method_details?.type === 'card';
  return {
    id: from.id,
    object: 'refund',
    amount: from.amount,
    balance_transaction: from.balanceTransaction,
    charge: charge.id,
    created: from.createdSeconds,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(isCard ? { destination_details: { card: { type: 'refund' }, type: 'card' } } : {}),
    metadata: from.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: from.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: from.status,
    transfer_reversal: null,
  };
}
