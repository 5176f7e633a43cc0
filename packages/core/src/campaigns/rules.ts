/**
 * Limits of a campaign's terms, and rules the operator may change, with their defaults.
 * Product decisions: each number stands here once.
 */
export const campaignLimits = {
  personNameMaxLength: 100,
  titleMinLength: 3,
  titleMaxLength: 100,
  briefMaxLength: 2_000,
  completionsMin: 1,
  completionsMax: 10_000,
  completionPriceMaxMinor: 1_000_000,
} as const;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const campaignRules = {
  /** Paid and never uploaded: the whole amount goes back after this long. */
  refundWhenNotUploadedAfterMs: 14 * dayMs,
  /** …and before that its owner is reminded, so long after the payment. */
  remindToUploadAfterMs: [hourMs, 24 * hourMs, 72 * hourMs],
  /** A rejection may be appealed once within this time; then the refund follows. */
  appealWithinMs: 14 * dayMs,
  /** Per cent of the price of a campaign that goes back when its film was refused for good. */
  refundRejectedCampaignPercent: 50,
  /** A rejected film is removed this long after the last decision. */
  removeRejectedAfterMs: 30 * dayMs,
  /** A moderator holds a film this long. */
  claimExpiresAfterMs: 15 * 60_000,
} as const;
