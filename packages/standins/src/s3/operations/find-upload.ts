import type { Bucket, OpenUpload } from '../bucket.ts';
import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import { queryValue } from '../request.ts';

/** The open upload a request names. @throws S3Error NoSuchUpload: also for another key, completed, aborted */
export function findUpload(call: Call): { bucket: Bucket; upload: OpenUpload } {
  const { request, store } = call;
  const bucket = store.bucket(request.bucket);
  const uploadId = queryValue(request, 'uploadId') ?? '';
  const upload = bucket.upload(uploadId);
  if (!upload || upload.record.key !== request.key) {
    throw new S3Error(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      { UploadId: uploadId },
    );
  }
  return { bucket, upload };
}

/** @throws S3Error InvalidArgument when it is not 1 to 10,000 */
export function readPartNumber(call: Call): number {
  const text = queryValue(call.request, 'partNumber') ?? '';
  const partNumber = Number(text);
  if (!/^\d{1,5}$/.test(text) || partNumber < 1 || partNumber > 10_000) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    });
  }
  return partNumber;
}
