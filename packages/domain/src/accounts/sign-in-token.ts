import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of a sign-in link: the link's id and a MAC of it. Only who holds the secret can make one, so the
 * database, the queue and the mail row hold nothing that signs anybody in.
 */
export const signInToken = (linkId: string, secret: string): string => tokenOf('sign-in', linkId, secret);

/** The link id of a sound token, or null. Compared in constant time. */
export const linkIdOf = (token: string, secret: string): string | null => idOfToken('sign-in', token, secret);

/** An id with a MAC of it, good for one purpose only. */
export function tokenOf(purpose: string, id: string, secret: string): string {
  return `${id}.${mac(purpose, id, secret)}`;
}

/** The id of a sound token for this purpose, or null. Compared in constant time. */
export function idOfToken(purpose: string, token: string, secret: string): string | null {
  const [id, given, ...rest] = token.split('.');
  if (!id || !given || rest.length > 0) return null;
  const expected = Buffer.from(mac(purpose, id, secret));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? id : null;
}

const mac = (purpose: string, id: string, secret: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url');
