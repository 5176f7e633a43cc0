import type { Call, Reply } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { xmlDocument } from '../xml.ts';

/** GetObjectAttributes: size, ETag, checksum and parts of an object, as asked. */
export function getObjectAttributes(call: Call): Reply {
  const { request } = call;
  const record = call.store.bucket(request.bucket).object(request.key);
  if (!record) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: request.key });
  const asked = (request.headers.get('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
  if (asked.every((name) => name === '')) {
    throw new S3Error('InvalidArgument', 'Missing x-amz-object-attributes header.');
  }
  const { checksum } = record;
  const xml = xmlDocument('GetObjectAttributesResponse', {
    ETag: asked.includes('ETag') ? record.etag : undefined,
    Checksum:
      asked.includes('Checksum') && checksum
        ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }
        : undefined,
    ObjectParts:
      asked.includes('ObjectParts') && record.parts
        ? {
            PartsCount: record.parts,
            IsTruncated: false,
            Part: record.segments.map((segment, index) => ({
              PartNumber: index + 1,
              Size: segment.sizeBytes,
              ...(checksum &&
                segment.checksum && { [checksumElement(checksum.algorithm)]: segment.checksum }),
            })),
          }
        : undefined,
    StorageClass: asked.includes('StorageClass') ? 'STANDARD' : undefined,
    ObjectSize: asked.includes('ObjectSize') ? record.sizeBytes : undefined,
  });
  return { status: 200, headers: { 'last-modified': new Date(record.lastModified).toUTCString() }, xml };
}
