import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature of version 4 covers. `path` is decoded; header names are lower case. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: ReadonlyMap<string, string>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

export const algorithm = 'AWS4-HMAC-SHA256';
export const emptySha256 = createHash('sha256').digest('hex');

/** Percent-encodes everything but A–Z a–z 0–9 - . _ ~ (and `/` when `keepSlash`), as AWS canonicalises. */
export function encodeAws(text: string, keepSlash = false): string {
  const encoded = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return keepSlash ? encoded.replaceAll('%2F', '/') : encoded;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The canonical request of Signature Version 4 for S3 (path encoded once, never normalised).
 * Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
 */
export function canonicalRequest(request: SignedRequest): string {
  const query = request.query
    .map(([name, value]) => [encodeAws(name), encodeAws(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = request.signedHeaders
    .map((name) => `${name}:${(request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  return [
    request.method,
    encodeAws(request.path, true),
    query,
    headers,
    request.signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n');
}

/** The key of one day, region and service, from the secret. `day` is `YYYYMMDD`. */
export function signingKey(secretAccessKey: string, day: string, region: string, service = 's3'): Buffer {
  return [day, region, service, 'aws4_request'].reduce<Buffer>(
    (key, text) => createHmac('sha256', key).update(text).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The signature of a text that is already a string to sign, or of a POST policy in base64. */
export function signText(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** The signature of a request. `amzDate` is `YYYYMMDD'T'HHMMSS'Z'`, `scope` is `day/region/s3/aws4_request`. */
export function signRequest(key: Buffer, amzDate: string, scope: string, request: SignedRequest): string {
  return signText(key, [algorithm, amzDate, scope, sha256Hex(canonicalRequest(request))].join('\n'));
}

/** Compares two signatures in constant time. */
export function sameSignature(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Reads `YYYYMMDD'T'HHMMSS'Z'`; undefined when it is not a date. */
export function parseAmzDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h, mi, s] = match;
  const date = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
