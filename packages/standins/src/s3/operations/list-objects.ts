import type { Bucket } from '../bucket.ts';
import type { Call, Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import type { ObjectRecord } from '../records.ts';
import { queryValue } from '../request.ts';
import { xmlDocument } from '../xml.ts';
import { keyEncoder, pageSize } from './paging.ts';

/** Where a page begins: behind a key, or behind everything that begins with a common prefix. */
type Cursor = { readonly key: string } | { readonly prefix: string };

interface Page {
  readonly objects: ObjectRecord[];
  readonly prefixes: string[];
  readonly next: Cursor | undefined;
}

/** ListObjectsV2: by UTF-8 order of keys; keys below a delimiter are folded into common prefixes. */
export function listObjects(call: Call): Reply {
  const { request } = call;
  const value = (name: string) => queryValue(request, name);
  const bucket = call.store.bucket(request.bucket);
  const maxKeys = pageSize(call, 'max-keys');
  const { type, encode } = keyEncoder(call);
  const [prefix, delimiter, token, startAfter] = [
    value('prefix') ?? '',
    value('delimiter') ?? '',
    value('continuation-token'),
    value('start-after'),
  ];
  const from = token === undefined ? (startAfter ? { key: startAfter } : undefined) : readToken(token);
  const page = collect(bucket, { prefix, delimiter, from, maxKeys });
  const owner = value('fetch-owner') === 'true' ? { ID: 'owner' } : undefined;
  const xml = xmlDocument('ListBucketResult', {
    Name: request.bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: type,
    KeyCount: page.objects.length + page.prefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: page.next && writeToken(page.next),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    Contents: page.objects.map((record) => ({
      Key: encode(record.key),
      LastModified: record.lastModified,
      ETag: `"${record.etag}"`,
      ChecksumAlgorithm: record.checksum?.algorithm,
      ChecksumType: record.checksum?.type,
      Size: record.sizeBytes,
      Owner: owner,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.prefixes.map((p) => ({ Prefix: encode(p) })),
  });
  return { status: 200, xml };
}

function writeToken(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

function readToken(token: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    const { key, prefix } = cursor as Record<string, unknown>;
    if (typeof key === 'string') return { key };
    if (typeof prefix === 'string') return { prefix };
  } catch {
    // Answered below, like every other token that is not ours.
  }
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}

/** The first place whose key is not before `bytes`. */
function lowerBound(keys: readonly { bytes: Buffer }[], bytes: Buffer): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare((keys[middle] as { bytes: Buffer }).bytes, bytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function collect(
  bucket: Bucket,
  ask: { prefix: string; delimiter: string; from: Cursor | undefined; maxKeys: number },
): Page {
  const keys = bucket.sortedKeys();
  const { prefix, delimiter, from, maxKeys } = ask;
  const objects: ObjectRecord[] = [];
  const prefixes: string[] = [];
  if (maxKeys === 0) return { objects, prefixes, next: undefined };
  const start = from === undefined ? '' : 'key' in from ? from.key : from.prefix;
  const begin = Math.max(lowerBound(keys, Buffer.from(start)), lowerBound(keys, Buffer.from(prefix)));
  let last: Cursor | undefined;
  for (const { key } of keys.slice(begin)) {
    if (!key.startsWith(prefix)) break;
    if (from && ('key' in from ? key === from.key : key.startsWith(from.prefix))) continue;
    if (last && 'prefix' in last && key.startsWith(last.prefix)) continue;
    if (objects.length + prefixes.length === maxKeys) return { objects, prefixes, next: last };
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (at >= 0) {
      last = { prefix: key.slice(0, at + delimiter.length) };
      prefixes.push(last.prefix);
    } else {
      last = { key };
      objects.push(bucket.object(key) as ObjectRecord);
    }
  }
  return { objects, prefixes, next: undefined };
}
