/**
 * Who may ask how often. `signIn`: asking for and using a way in, by address. `refusedWebhooks`: messages whose check
 * failed, by address; a verified one is never limited. `costly`: uploads opened, generations, checkouts. `calls`: the
 * rest. The last two count by member, or by address for visitors.
 */
export const limitNames = ['signIn', 'refusedWebhooks', 'costly', 'calls'] as const;
export type LimitName = (typeof limitNames)[number];

/** At most `most` in any span of `windowMs`, wherever the span begins. */
export type Limit = { most: number; windowMs: number };
export type Limits = Readonly<Record<LimitName, Limit>>;

const windowMs = 10_000;

/** Product decisions; the operator may set others (RATE_LIMIT_* of the api). */
export const defaultLimits: Limits = {
  signIn: { most: 10, windowMs },
  refusedWebhooks: { most: 10, windowMs },
  costly: { most: 5, windowMs },
  calls: { most: 100, windowMs },
};
