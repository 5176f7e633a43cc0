import { S3Error } from './errors.ts';
import type { ObjectRecord } from './records.ts';
import type { S3Request } from './request.ts';

/** Headers that are stored with an object and given back with it. */
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** Features this store does not have: better refused than silently left out. */
const unsupported = [
  'x-amz-tagging',
  'x-amz-website-redirect-location',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-object-lock-legal-hold',
];

/** Source: Amazon S3 User Guide, "Working with object metadata". */
const maxMetadataBytes = 2048;

export type Description = Pick<ObjectRecord, 'headers' | 'metadata'>;

/**
 * What a writing request says about the object: headers to keep and x-amz-meta-*.
 * @throws S3Error MetadataTooLarge, NotImplemented, AccessControlListNotSupported
 */
export function describeObject(request: S3Request): Description {
  const refused = unsupported.find((name) => request.headers.has(name));
  if (refused) {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      {
        Header: refused,
      },
    );
  }
  const acl = request.headers.get('x-amz-acl');
  if (acl !== undefined && !['private', 'bucket-owner-full-control'].includes(acl)) {
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  return describeFields(request.headers);
}

/** The same, from the fields of a form. @throws S3Error MetadataTooLarge */
export function describeFields(fields: ReadonlyMap<string, string>): Description {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of kept) {
    const value = fields.get(name);
    if (value) headers[name] = value;
  }
  // The transfer coding of the request is no property of the object.
  const coding = headers['content-encoding']?.split(',').filter((part) => part.trim() !== 'aws-chunked');
  if (coding?.length) headers['content-encoding'] = coding.map((part) => part.trim()).join(',');
  else delete headers['content-encoding'];

  const metadata: Record<string, string> = {};
  let sizeBytes = 0;
  for (const [name, value] of fields) {
    if (!name.startsWith('x-amz-meta-')) continue;
    metadata[name.slice('x-amz-meta-'.length)] = value;
    sizeBytes += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
  }
  if (sizeBytes > maxMetadataBytes) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(sizeBytes),
      MaxSizeAllowed: String(maxMetadataBytes),
    });
  }
  return { headers, metadata };
}

/** The headers a stored object is answered with. */
export function objectHeaders(record: ObjectRecord): Record<string, string> {
  return {
    ...record.headers,
    ...Object.fromEntries(
      Object.entries(record.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
    etag: `"${record.etag}"`,
    'last-modified': new Date(record.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}
