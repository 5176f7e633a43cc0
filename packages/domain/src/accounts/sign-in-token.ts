import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of a sign-in link: the link's id and a MAC of it. Only who holds the secret can make one, so the
 * database, the queue and the mail row hold nothing that signs anybody in.
 */
export function signInToken(linkId: string, secret: string): string {
  return `${linkId}.${mac(linkId, secret)}`;
}

/** The link id of a sound token, or null. Compared in constant time. */
export function linkIdOf(token: string, secret: string): string | null {
  const [linkId, given, ...rest] = token.split('.');
  if (!linkId || !given || rest.length > 0) return null;
  const expected = Buffer.from(mac(linkId, secret));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? linkId : null;
}

const mac = (linkId: string, secret: string): string =>
  createHmac('sha256', secret).update(`sign-in:${linkId}`).digest('base64url');
