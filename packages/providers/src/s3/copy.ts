import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { ObjectStore } from '@backlot/core';
import { longRequestTimeoutMs } from './client.ts';
import { callS3 } from './errors.ts';

type Bucket = { s3: S3Client; bucket: string };
type Copying = Parameters<ObjectStore['copy']>[0];

/** One CopyObject takes 5 GiB at most (Amazon S3 API reference, CopyObject). */
const copyAtOnceSizeBytesMax = 5 * 1024 ** 3;
const copyPartSizeBytes = 1024 ** 3;
const long = { requestTimeout: longRequestTimeoutMs };

/** Copies inside the bucket, at once or in parts; a copy in parts that fails leaves nothing behind. */
export function copyObject(place: Bucket, input: Copying): Promise<void> {
  return input.sizeBytes <= copyAtOnceSizeBytesMax
    ? copyAtOnce(place, input)
    : copyInParts(place, input, copyPartSizeBytes);
}

async function copyAtOnce({ s3, bucket }: Bucket, { from, to, contentType }: Copying): Promise<void> {
  const command = new CopyObjectCommand({
    Bucket: bucket,
    Key: to,
    CopySource: sourceOf(bucket, from),
    ContentType: contentType,
    MetadataDirective: 'REPLACE',
  });
  await callS3('copy', () => s3.send(command, long));
}

/** @param partSizeBytes every part but the last one; storage wants 5 MiB to 5 GiB */
export function copyInParts(
  { s3, bucket }: Bucket,
  { from, to, sizeBytes, contentType }: Copying,
  partSizeBytes: number,
): Promise<void> {
  return callS3('copy', async () => {
    const opened = await s3.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: to, ContentType: contentType }),
    );
    const upload = { Bucket: bucket, Key: to, UploadId: opened.UploadId };
    try {
      const parts: CompletedPart[] = [];
      for (let start = 0; start < sizeBytes; start += partSizeBytes) {
        const end = Math.min(start + partSizeBytes, sizeBytes) - 1;
        const part = {
          PartNumber: parts.length + 1,
          CopySource: sourceOf(bucket, from),
          CopySourceRange: `bytes=${start}-${end}`,
        };
        const copied = await s3.send(new UploadPartCopyCommand({ ...upload, ...part }), long);
        parts.push({ PartNumber: part.PartNumber, ETag: copied.CopyPartResult?.ETag });
      }
      await s3.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
        long,
      );
    } catch (error) {
      // Where even this fails, the sweeper finds the open upload; the first error is the one to tell.
      await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw error;
    }
  });
}

/** The header wants the key percent-encoded, its slashes excepted. */
const sourceOf = (bucket: string, key: string): string =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
