import { randomBytes } from 'node:crypto';
import type { Call, Reply } from '../call.ts';
import { checksumTypeOf, parseAlgorithm } from '../checksums.ts';
import { describeObject } from '../describe.ts';
import { S3Error } from '../errors.ts';
import { xmlDocument } from '../xml.ts';

let opened = 0;

/** Sorts by the time it was made, as the listing of uploads wants it, and cannot be guessed. */
function newUploadId(now: Date): string {
  opened = (opened + 1) % 1_000_000;
  const time = now.getTime().toString(36).padStart(9, '0');
  return `${time}${opened.toString(36).padStart(4, '0')}${randomBytes(24).toString('hex')}`;
}

/** CreateMultipartUpload, with the algorithm and type of the checksums its parts will carry. */
export function createMultipartUpload(call: Call): Reply {
  const { request } = call;
  const bucket = call.store.bucket(request.bucket);
  const description = describeObject(request);
  const named = request.headers.get('x-amz-checksum-algorithm');
  const typed = request.headers.get('x-amz-checksum-type');
  if (typed !== undefined && named === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = named === undefined ? undefined : parseAlgorithm(named, 'x-amz-checksum-algorithm');
  const checksum = algorithm && { algorithm, type: checksumTypeOf(algorithm, typed?.toUpperCase()) };
  const uploadId = newUploadId(call.now());
  bucket.openUpload({
    ...description,
    uploadId,
    key: request.key,
    initiated: call.now().toISOString(),
    ...(checksum && { checksum }),
  });
  return {
    status: 200,
    headers: checksum
      ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }
      : {},
    xml: xmlDocument('InitiateMultipartUploadResult', {
      Bucket: request.bucket,
      Key: request.key,
      UploadId: uploadId,
    }),
    writes: [{ key: request.key, bytes: 0, uploadId }],
  };
}
