/** What a plan limits. `storage` is what is kept now; the others are used up within a month. */
export const quotaNames = ['storage', 'text', 'video', 'live'] as const;
export type QuotaName = (typeof quotaNames)[number];

export const reservationStates = ['held', 'settled', 'released', 'expired'] as const;
export type ReservationState = (typeof reservationStates)[number];
