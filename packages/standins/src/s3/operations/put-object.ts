import type { Call, Reply } from '../call.ts';
import { type Checksum, checksumHeader } from '../checksums.ts';
import { assertWritable } from '../conditions.ts';
import { describeObject } from '../describe.ts';
import { receiveBlob } from '../receive.ts';

/** PutObject, with If-None-Match: * and If-Match. The object appears whole or not at all. */
export async function putObject(call: Call): Promise<Reply> {
  const { request, store } = call;
  const { key } = request;
  assertWritable(store.bucket(request.bucket).object(key), request.headers);
  const description = describeObject(request);
  return receiveBlob(call, ({ blob, sizeBytes, md5Hex, checksum }) => {
    const bucket = store.bucket(request.bucket);
    assertWritable(bucket.object(key), request.headers);
    const full: Checksum | undefined = checksum && { ...checksum, type: 'FULL_OBJECT' };
    bucket.putObject({
      ...description,
      key,
      sizeBytes,
      etag: md5Hex,
      lastModified: call.now().toISOString(),
      segments: [{ blob, sizeBytes }],
      ...(full && { checksum: full }),
    });
    return {
      status: 200,
      headers: { etag: `"${md5Hex}"`, ...checksumHeaders(full) },
      writes: [{ key, bytes: sizeBytes }],
    };
  });
}

/** The headers that state a checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
