/** Who asked for the account to be erased may come back within this. Product decision of the platform. */
export const comeBackWithinMs = 14 * 24 * 3_600_000;

/** An export may be fetched for this long; each address to fetch it by lives minutes. */
export const exportLifetimeMs = 7 * 24 * 3_600_000;
export const exportAddressExpiresInSeconds = 5 * 60;

/** A worker that has not made an export within this will not; another one may be asked for. */
export const exportPatienceMs = 3 * 24 * 3_600_000;

/** In place of an address that was erased: unlike any other, and never anybody's (RFC 2606, section 2). */
export const erasedEmail = (memberId: string): string => `${memberId}@erased.invalid`;

export const isErasedEmail = (email: string): boolean => email.endsWith('@erased.invalid');
