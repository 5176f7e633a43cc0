import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';
import { type ChecksumAlgorithm, createHasher } from '../checksums.ts';
import { assertCopyable } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import type { ObjectRecord } from '../records.ts';

/**
 * Finds the object that x-amz-copy-source names (`bucket/key`, percent-encoded) and checks its conditions.
 * @throws S3Error InvalidArgument, NoSuchBucket, NoSuchKey, PreconditionFailed, NotImplemented (versions)
 */
export function findCopySource(call: Call): { bucket: string; record: ObjectRecord } {
  const header = call.request.headers.get('x-amz-copy-source') ?? '';
  const [path = '', version] = header.split('?versionId=');
  if (version !== undefined && version !== 'null') {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      {
        Header: 'x-amz-copy-source',
      },
    );
  }
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decode(path));
  if (!match) {
    throw new S3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  const [, bucket, key] = match as unknown as [string, string, string];
  const record = call.store.bucket(bucket).object(key);
  if (!record) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
  assertCopyable(record, call.request.headers);
  return { bucket, record };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidArgument', 'Invalid copy source encoding.');
  }
}

/** MD5 (hex) and, when asked, a checksum (base64) of bytes as they pass to `sink`. */
export async function hashWhile(
  bytes: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm | undefined,
  sink: (bytes: Buffer) => Promise<void>,
): Promise<{ md5Hex: string; checksum?: string }> {
  const md5 = createHash('md5');
  const hasher = algorithm && createHasher(algorithm);
  for await (const piece of bytes) {
    md5.update(piece);
    hasher?.update(piece);
    await sink(piece);
  }
  return { md5Hex: md5.digest('hex'), ...(hasher && { checksum: hasher.digest().toString('base64') }) };
}

/** The digests of a source already known from its own upload: only of one that came in one piece. */
export function knownDigests(
  record: ObjectRecord,
  algorithm: ChecksumAlgorithm | undefined,
): { md5Hex: string; checksum?: string } | undefined {
  if (record.parts !== undefined) return undefined;
  if (algorithm === undefined) return { md5Hex: record.etag };
  if (record.checksum?.algorithm !== algorithm) return undefined;
  return { md5Hex: record.etag, checksum: record.checksum.value };
}
