/**
 * Payment of an order. `failed` and `expired` go back to `pending` by trying again; everything else follows what the
 * payment provider says when it is asked, never what an event claims.
 */
export const orderStatuses = ['pending', 'confirmed', 'failed', 'expired', 'refunded', 'disputed'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const orderTransitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['confirmed', 'failed', 'expired'],
  failed: ['pending', 'confirmed'],
  expired: ['pending', 'confirmed'],
  confirmed: ['refunded', 'disputed'],
  disputed: ['confirmed', 'refunded'],
  refunded: [],
};

/** What the provider says of one checkout session and its charge at the moment it was read. */
export type PaymentSnapshot = {
  session: 'open' | 'complete' | 'expired';
  /** `unpaid` with a complete session waits for a method that settles later. */
  payment: 'paid' | 'unpaid';
  /** An asynchronous method was refused: the session is complete and will never be paid. */
  asyncFailed: boolean;
  amountMinor: number;
  refundedMinor: number;
  dispute: 'none' | 'open' | 'won' | 'lost';
};

/** The status that a reading of the provider's object means for its order, whatever the order of events was. */
export function orderStatusOf(snapshot: PaymentSnapshot): OrderStatus {
  if (snapshot.payment === 'paid') {
    if (snapshot.dispute === 'lost') return 'refunded';
    if (snapshot.refundedMinor > 0 && snapshot.refundedMinor >= snapshot.amountMinor) return 'refunded';
    if (snapshot.dispute === 'open') return 'disputed';
    return 'confirmed';
  }
  if (snapshot.session === 'expired') return 'expired';
  if (snapshot.session === 'complete' && snapshot.asyncFailed) return 'failed';
  return 'pending';
}

/**
 * The steps from one status to another through the allowed transitions, without the start; null when there is no way.
 * A refund that is the first thing we ever hear of a payment passes through `confirmed`, so that both are recorded.
 */
export function orderPath(from: OrderStatus, to: OrderStatus): OrderStatus[] | null {
  if (from === to) return [];
  const paths: OrderStatus[][] = [[from]];
  const seen = new Set<OrderStatus>([from]);
  for (let path = paths.shift(); path; path = paths.shift()) {
    const last = path[path.length - 1] as OrderStatus;
    for (const next of orderTransitions[last]) {
      if (seen.has(next)) continue;
      const longer = [...path, next];
      if (next === to) return longer.slice(1);
      seen.add(next);
      paths.push(longer);
    }
  }
  return null;
}

/** Whether another attempt may be opened for an order. */
export const canTryAgain = (status: OrderStatus): boolean => status === 'failed' || status === 'expired';

/** Whether the right to bring the film's bytes stands. A dispute suspends nothing that was already granted. */
export const isPaid = (status: OrderStatus): boolean => status === 'confirmed' || status === 'disputed';
