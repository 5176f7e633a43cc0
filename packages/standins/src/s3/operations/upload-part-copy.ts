import type { Call, Reply } from '../call.ts';
import { type ChecksumAlgorithm, checksumElement } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { parseCopyRange } from '../range.ts';
import { maxPutBytes } from '../receive.ts';
import type { ObjectRecord } from '../records.ts';
import { xmlDocument } from '../xml.ts';
import { findCopySource, hashWhile, knownDigests } from './copy-source.ts';
import { findUpload, readPartNumber } from './find-upload.ts';

/** UploadPartCopy: a part from the bytes, or a range of the bytes, of another object. */
export async function uploadPartCopy(call: Call): Promise<Reply> {
  const { request, store } = call;
  const partNumber = readPartNumber(call);
  const algorithm = findUpload(call).upload.record.checksum?.algorithm;
  const { record } = findCopySource(call);
  const header = request.headers.get('x-amz-copy-source-range');
  const range =
    header === undefined
      ? { offsetBytes: 0, lengthBytes: record.sizeBytes }
      : parseCopyRange(header, record.sizeBytes);
  if (range.lengthBytes > maxPutBytes) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxPutBytes}`,
    );
  }
  const release = store.blobs.pin(record.segments);
  let copied: Awaited<ReturnType<typeof copyBytes>>;
  try {
    copied = await copyBytes(call, record, range, algorithm);
  } finally {
    release();
  }
  const { blob, md5Hex, checksum } = copied;
  try {
    const { bucket, upload } = findUpload(call);
    const lastModified = call.now().toISOString();
    const sizeBytes = range.lengthBytes;
    bucket.putPart(upload, {
      partNumber,
      sizeBytes,
      etag: md5Hex,
      lastModified,
      blob,
      ...(checksum && { checksum }),
    });
    const xml = xmlDocument('CopyPartResult', {
      LastModified: lastModified,
      ETag: `"${md5Hex}"`,
      ...(algorithm && { [checksumElement(algorithm)]: checksum }),
    });
    return {
      status: 200,
      xml,
      writes: [{ key: request.key, bytes: sizeBytes, uploadId: upload.record.uploadId, partNumber }],
    };
  } catch (error) {
    store.blobs.remove([blob]);
    throw error;
  }
}

/** A new blob of the range: a link to the source's where it is one whole blob with known digests. */
async function copyBytes(
  call: Call,
  record: ObjectRecord,
  range: { offsetBytes: number; lengthBytes: number },
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ blob: string; md5Hex: string; checksum?: string }> {
  const { blobs } = call.store;
  const [first, ...others] = record.segments;
  const known = range.lengthBytes === record.sizeBytes ? knownDigests(record, algorithm) : undefined;
  if (known && first && others.length === 0) return { ...known, blob: await blobs.duplicate(first.blob) };
  const writer = await blobs.create();
  try {
    const bytes = blobs.read(record.segments, range.offsetBytes, range.lengthBytes);
    const digests = await hashWhile(bytes, algorithm, (piece) => writer.write(piece));
    return { ...digests, blob: blobs.adopt(await writer.finish()) };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
