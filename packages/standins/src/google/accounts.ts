/** Somebody with an account at Google. */
export type GoogleAccount = { email: string; name: string };

/** Whom the chooser offers; anybody else can be typed in. */
export const knownAccounts: readonly GoogleAccount[] = [
  { email: 'first@example.com', name: 'First account' },
  { email: 'second@example.com', name: 'Second account' },
  { email: 'unverified@example.com', name: 'Not verified yet' },
];

/** What an account makes go wrong, by the part of its address before the @; the same for a person and a test. */
export const sentinels = {
  unverified: 'says that the address is not verified',
  'no-address': 'says no address at all',
  'wrong-nonce': 'names another nonce',
  expired: 'is an hour too old',
  'other-audience': 'is meant for another client',
  'other-issuer': 'names another issuer',
  forged: 'is signed with a key that nobody published',
  unavailable: 'does not come: the token endpoint answers 503',
} as const;
export type Sentinel = keyof typeof sentinels;

export function sentinelOf(email: string): Sentinel | null {
  const name = email.split('@')[0] ?? '';
  return name in sentinels ? (name as Sentinel) : null;
}
