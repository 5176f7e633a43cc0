import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.ts';

/** A request as S3 sees it: where it points, decoded; headers lower case, repeated ones joined by a comma. */
export interface S3Request {
  readonly method: string;
  /** Decoded path as signed. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: ReadonlyMap<string, string>;
  /** '' when the request is for the service. */
  readonly bucket: string;
  /** '' when the request is for the bucket. */
  readonly key: string;
}

const maxKeyBytes = 1024;

/** The first value of a query parameter, or undefined. */
export function queryValue(request: S3Request, name: string): string | undefined {
  return request.query.find(([n]) => n === name)?.[1];
}

export function hasQuery(request: S3Request, name: string): boolean {
  return request.query.some(([n]) => n === name);
}

/** What a presigned address says about its signature; every other `x-amz-*` in a query stands for a header. */
const ofSignature = new Set(
  [
    'algorithm',
    'content-sha256',
    'credential',
    'date',
    'expires',
    'security-token',
    'signature',
    'signedheaders',
  ].map((name) => `x-amz-${name}`),
);

/**
 * The request with headers that its signer moved into the query, as SDKs do when they presign
 * (`x-amz-checksum-crc32=…`): S3 takes them for headers. For verified queries only.
 */
export function withHoistedHeaders(request: S3Request): S3Request {
  const headers = new Map(request.headers);
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (lower.startsWith('x-amz-') && !ofSignature.has(lower) && !headers.has(lower))
      headers.set(lower, value);
  }
  return { ...request, headers };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    const value = raw[i + 1] as string;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function readQuery(text: string): [string, string][] {
  if (text === '') return [];
  return text.split('&').flatMap((pair): [string, string][] => {
    if (pair === '') return [];
    const at = pair.indexOf('=');
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    return [[decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))]];
  });
}

/** The bucket a host name carries (`films.localhost:9000` → `films`), or undefined for path style. */
function bucketOfHost(host: string, pathStyleHosts: ReadonlySet<string>): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (pathStyleHosts.has(name)) return undefined;
  if (name.endsWith('.localhost')) return name.slice(0, -'.localhost'.length);
  // Like S3: a foreign host name is taken for the name of a bucket, which will not exist.
  return name;
}

/**
 * Reads where a request points.
 * @throws S3Error InvalidURI (bad escapes, absolute targets), KeyTooLongError, InvalidRequest (no host)
 */
export function readRequest(incoming: IncomingMessage, pathStyleHosts: ReadonlySet<string>): S3Request {
  const target = incoming.url ?? '/';
  if (!target.startsWith('/')) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  const at = target.indexOf('?');
  const path = decode(at < 0 ? target : target.slice(0, at));
  const headers = readHeaders(incoming.rawHeaders);
  const host = headers.get('host');
  if (!host) throw new S3Error('InvalidRequest', 'Missing required header for this request: host');
  const hosted = bucketOfHost(host, pathStyleHosts);
  const slash = hosted === undefined ? path.indexOf('/', 1) : 0;
  const bucket = hosted ?? path.slice(1, slash < 0 ? undefined : slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', { MaxSizeAllowed: String(maxKeyBytes) });
  }
  return {
    method: incoming.method ?? 'GET',
    path,
    query: readQuery(at < 0 ? '' : target.slice(at + 1)),
    headers,
    bucket,
    key,
  };
}
