import { createHmac, timingSafeEqual } from 'node:crypto';
import { BacklotError } from '@backlot/core';
import { type IncomingVideoMessage, isFresh } from './message.ts';

/** Of a key, by the specification (github.com/standard-webhooks/standard-webhooks, read 2026-11-21). */
const keyBytesMin = 24;
const keyBytesMax = 64;
const prefix = 'whsec_';

/**
 * Reads a signing secret: base64 of 24 to 64 bytes, mostly behind `whsec_`.
 * @returns the key, or what is wrong with it, without its value
 */
export function readSigningKey(secret: string): { ok: true; key: Buffer } | { ok: false; problem: string } {
  const base64 = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  // Node leaves out what is not base64, and would make a key of any text.
  const key = Buffer.from(base64, 'base64');
  if (base64 === '' || withoutPadding(key.toString('base64')) !== withoutPadding(base64))
    return { ok: false, problem: 'is not base64' };
  if (key.length < keyBytesMin) return { ok: false, problem: `is shorter than ${keyBytesMin} bytes` };
  if (key.length > keyBytesMax) return { ok: false, problem: `is longer than ${keyBytesMax} bytes` };
  return { ok: true, key };
}

const withoutPadding = (base64: string): string => base64.replace(/={1,2}$/, '');

/**
 * Checks the headers of Standard Webhooks: base64 HMAC-SHA-256 of `{id}.{timestamp}.{body}` under `v1`. Every signature is
 * compared with every secret in constant time, and nothing of the body is parsed.
 *
 * The package `standardwebhooks` is what the tests compare this with: it takes the machine's clock alone, and reads the bytes
 * of a body as text before it judges them.
 * @param secrets any of them may have signed; one that is no key never fits
 * @returns the message's own name, the same at every delivery
 * @throws BacklotError BAD_SIGNATURE
 */
export function checkStandardWebhook(
  provider: string,
  { rawBody, headers, nowMs }: IncomingVideoMessage,
  secrets: readonly string[],
): string {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const given = readSignatures(headers.get('webhook-signature') ?? '');
  const keys = secrets.map(readSigningKey).flatMap((read) => (read.ok ? [read.key] : []));
  let fits = false;
  if (id !== '' && isFresh(timestamp, nowMs)) {
    for (const key of keys) {
      const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
      for (const signature of given) fits = timingSafeEqual(expected, signature) || fits;
    }
  }
  if (!fits) throw new BacklotError('BAD_SIGNATURE', { provider });
  return id;
}

/** `v1,… v1,…`; other versions, such as the asymmetric `v1a`, are passed over. */
function readSignatures(header: string): Buffer[] {
  return header.split(' ').flatMap((one) => {
    const [version, signature, more] = one.split(',');
    const fits = version === 'v1' && more === undefined && /^[A-Za-z0-9+/]{43}=$/.test(signature ?? '');
    return fits ? [Buffer.from(signature ?? '', 'base64')] : [];
  });
}
