import type { Call, Reply } from '../call.ts';
import { type Checksum, checksumElement, parseAlgorithm } from '../checksums.ts';
import { assertWritable } from '../conditions.ts';
import { describeObject } from '../describe.ts';
import { S3Error } from '../errors.ts';
import { maxPutBytes } from '../receive.ts';
import type { Segment } from '../records.ts';
import { xmlDocument } from '../xml.ts';
import { findCopySource, hashWhile, knownDigests } from './copy-source.ts';

/**
 * CopyObject. The copy is an object in one piece: its ETag is the MD5 of the bytes and its checksum is of the
 * whole object, also where the source came in parts (Amazon S3 User Guide, "Checking object integrity").
 */
export async function copyObject(call: Call): Promise<Reply> {
  const { request, store } = call;
  const { key } = request;
  const source = findCopySource(call);
  assertWritable(store.bucket(request.bucket).object(key), request.headers);
  const replace = directive(call) === 'REPLACE';
  if (!replace && source.bucket === request.bucket && source.record.key === key) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  if (source.record.sizeBytes > maxPutBytes) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxPutBytes}`,
    );
  }
  const description = replace
    ? describeObject(request)
    : { headers: source.record.headers, metadata: source.record.metadata };
  const asked = request.headers.get('x-amz-checksum-algorithm');
  const algorithm = asked
    ? parseAlgorithm(asked, 'x-amz-checksum-algorithm')
    : source.record.checksum?.algorithm;

  const { sizeBytes, segments } = source.record;
  const release = store.blobs.pin(segments);
  const copies: Segment[] = [];
  try {
    const digests =
      knownDigests(source.record, algorithm) ??
      (await hashWhile(store.blobs.read(segments, 0, sizeBytes), algorithm, async () => undefined));
    for (const segment of segments) {
      copies.push({ blob: await store.blobs.duplicate(segment.blob), sizeBytes: segment.sizeBytes });
    }
    const checksum: Checksum | undefined =
      algorithm && digests.checksum ? { algorithm, value: digests.checksum, type: 'FULL_OBJECT' } : undefined;
    const bucket = store.bucket(request.bucket);
    assertWritable(bucket.object(key), request.headers);
    const lastModified = call.now().toISOString();
    bucket.putObject({
      ...description,
      key,
      sizeBytes,
      etag: digests.md5Hex,
      lastModified,
      segments: copies,
      ...(checksum && { checksum }),
    });
    const xml = xmlDocument('CopyObjectResult', {
      LastModified: lastModified,
      ETag: `"${digests.md5Hex}"`,
      ...(checksum && { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }),
    });
    return { status: 200, xml, writes: [{ key, bytes: sizeBytes }] };
  } catch (error) {
    store.blobs.remove(copies.map((copy) => copy.blob));
    throw error;
  } finally {
    release();
  }
}

function directive(call: Call): 'COPY' | 'REPLACE' {
  const text = call.request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (text !== 'COPY' && text !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.', {
      ArgumentName: 'x-amz-metadata-directive',
      ArgumentValue: text,
    });
  }
  return text;
}
