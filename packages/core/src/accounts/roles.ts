/** What a member may be beyond a member. An operator may also moderate. */
export const roles = ['member', 'moderator', 'operator'] as const;
export type Role = (typeof roles)[number];

export const canModerate = (role: Role): boolean => role !== 'member';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A sign-in link lives 15 minutes; a session slides 30 days. Product decisions of the platform. */
export const signInLinkLifetimeMs = 15 * 60_000;
export const sessionLifetimeMs = 30 * 24 * 3_600_000;
