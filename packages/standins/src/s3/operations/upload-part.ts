import type { Call, Reply } from '../call.ts';
import { type ChecksumAlgorithm, checksumHeader, declaredChecksum } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { receiveBlob } from '../receive.ts';
import type { UploadRecord } from '../records.ts';
import { findUpload, readPartNumber } from './find-upload.ts';

/** UploadPart. The upload must still be open when the last byte is in; a part sent again replaces the first. */
export async function uploadPart(call: Call): Promise<Reply> {
  const { request, payload } = call;
  const partNumber = readPartNumber(call);
  const declared = declaredChecksum(request.headers, payload.kind === 'chunked' ? payload.trailers : []);
  assertAlgorithm(findUpload(call).upload.record, declared?.algorithm);
  return receiveBlob(call, ({ blob, sizeBytes, md5Hex, checksum }) => {
    const { bucket, upload } = findUpload(call);
    bucket.putPart(upload, {
      partNumber,
      sizeBytes,
      etag: md5Hex,
      lastModified: call.now().toISOString(),
      blob,
      ...(checksum && { checksum: checksum.value }),
    });
    return {
      status: 200,
      headers: {
        etag: `"${md5Hex}"`,
        ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }),
      },
      writes: [{ key: request.key, bytes: sizeBytes, uploadId: upload.record.uploadId, partNumber }],
    };
  });
}

/** Every part carries the checksum the upload was opened with. @throws S3Error InvalidRequest */
function assertAlgorithm(upload: UploadRecord, algorithm: ChecksumAlgorithm | undefined): void {
  const expected = upload.checksum?.algorithm;
  if (expected === algorithm) return;
  const name = (a: ChecksumAlgorithm | undefined) => a?.toLowerCase() ?? 'null';
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${name(expected)}, actual checksum Type: ${name(algorithm)}`,
  );
}
