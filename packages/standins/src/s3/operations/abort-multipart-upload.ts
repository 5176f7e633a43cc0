import type { Call, Reply } from '../call.ts';
import { findUpload } from './find-upload.ts';

/** AbortMultipartUpload: its parts are gone at once; a second abort answers NoSuchUpload. */
export function abortMultipartUpload(call: Call): Reply {
  const { bucket, upload } = findUpload(call);
  bucket.closeUpload(upload);
  const { key, uploadId } = upload.record;
  return { status: 204, writes: [{ key, bytes: 0, uploadId }] };
}
