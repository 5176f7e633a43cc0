import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 of a text as lower-case hex. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An unguessable word for public links: 80 bits in base 32, without look-alikes. */
export function newSlug(): string {
  const alphabet = 'abcdefghjkmnpqrstvwxyz0123456789';
  return Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join('');
}
