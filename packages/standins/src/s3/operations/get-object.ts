import type { Call, Reply } from '../call.ts';
import { assertReadable, matchesEtag } from '../conditions.ts';
import { objectHeaders } from '../describe.ts';
import { S3Error } from '../errors.ts';
import { type ByteRange, parseRange } from '../range.ts';
import type { ObjectRecord } from '../records.ts';
import { queryValue, type S3Request } from '../request.ts';
import { checksumHeaders } from './put-object.ts';

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** GetObject: range, part, conditions, response-* overrides. */
export function getObject(call: Call): Reply {
  const { status, headers, record, range } = head(call);
  const release = call.store.blobs.pin(record.segments);
  const bytes = call.store.blobs.read(record.segments, range.offsetBytes, range.lengthBytes);
  return { status, headers, stream: { bytes, release } };
}

/** HeadObject: what GetObject would answer, without the bytes. */
export function headObject(call: Call): Reply {
  const { status, headers } = head(call);
  return { status, headers };
}

function head(call: Call): {
  status: number;
  headers: Record<string, string>;
  record: ObjectRecord;
  range: ByteRange;
} {
  const { request } = call;
  const record = call.store.bucket(request.bucket).object(request.key);
  if (!record) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: request.key });
  assertReadable(record, request.headers);
  const part = partRange(record, request);
  const range = part ?? parseRange(rangeHeader(record, request), record.sizeBytes);
  const headers = objectHeaders(record);
  for (const name of overrides) {
    const value = queryValue(request, `response-${name}`);
    if (value !== undefined) headers[name] = value;
  }
  const lengthBytes = range?.lengthBytes ?? record.sizeBytes;
  headers['content-length'] = String(lengthBytes);
  if (part && record.parts) headers['x-amz-mp-parts-count'] = String(record.parts);
  if (range && record.sizeBytes > 0) {
    const last = range.offsetBytes + range.lengthBytes - 1;
    headers['content-range'] = `bytes ${range.offsetBytes}-${last}/${record.sizeBytes}`;
  }
  // A checksum is of the whole object: with a piece of it, it would mislead.
  if (
    lengthBytes === record.sizeBytes &&
    request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  ) {
    Object.assign(headers, checksumHeaders(record.checksum));
  }
  return { status: range ? 206 : 200, headers, record, range: range ?? { offsetBytes: 0, lengthBytes } };
}

/** The Range header, unless If-Range says the object is another one by now (RFC 9110 §13.1.5). */
function rangeHeader(record: ObjectRecord, request: S3Request): string | undefined {
  const ifRange = request.headers.get('if-range');
  if (ifRange === undefined) return request.headers.get('range');
  const same = ifRange.startsWith('"')
    ? matchesEtag(ifRange, record.etag)
    : Date.parse(ifRange) === Math.floor(Date.parse(record.lastModified) / 1000) * 1000;
  return same ? request.headers.get('range') : undefined;
}

/** The bytes of `?partNumber=N`. @throws S3Error InvalidRequest beside a Range, InvalidPartNumber */
function partRange(record: ObjectRecord, request: S3Request): ByteRange | undefined {
  const text = queryValue(request, 'partNumber');
  if (text === undefined) return undefined;
  if (request.headers.has('range')) {
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const index = Number(text) - 1;
  const segment = record.segments[index];
  if (!/^\d+$/.test(text) || !segment) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: text,
      ActualPartCount: String(record.segments.length),
    });
  }
  const offsetBytes = record.segments.slice(0, index).reduce((sum, s) => sum + s.sizeBytes, 0);
  return { offsetBytes, lengthBytes: segment.sizeBytes };
}
