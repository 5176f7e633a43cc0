import { request } from 'node:http';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { sampleBytes, type Tools } from './tools.ts';

const mib = 1024 * 1024;

/** Sizes that do not fit into 31 bits. */
export function sizeCases(tools: () => Tools): void {
  describe('an object above 2 GiB', () => {
    test('is read and listed with its true size, and at its very end', async () => {
      const { s3, bucket } = tools();
      const [piece, key] = [tools().key('piece'), tools().key()];
      const body = sampleBytes(64 * mib, 9);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: piece, Body: body }));
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
      const at = { Bucket: bucket, Key: key, UploadId };
      const Parts = [];
      for (let PartNumber = 1; PartNumber <= 33; PartNumber++) {
        const { CopyPartResult } = await s3.send(
          new UploadPartCopyCommand({ ...at, PartNumber, CopySource: `${bucket}/${piece}` }),
        );
        Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
      }
      await s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
      const sizeBytes = 33 * 64 * mib;
      expect(sizeBytes).toBeGreaterThan(2 ** 31);
      const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      const list = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
      expect([head.ContentLength, list.Contents?.[0]?.Size]).toEqual([sizeBytes, sizeBytes]);
      const Range = `bytes=${sizeBytes - 5}-`;
      const end = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      expect(end.ContentRange).toBe(`bytes ${sizeBytes - 5}-${sizeBytes - 1}/${sizeBytes}`);
      expect(body.subarray(-5).equals((await end.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(
        true,
      );
      for (const Key of [piece, key]) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      await s3.send(new AbortMultipartUploadCommand(at)).catch(() => undefined);
    }, 120_000);
  });

  test('a body of more than 5 GiB is refused before it is sent', async () => {
    const { s3, bucket } = tools();
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: tools().key(),
      ContentLength: 5 * 1024 ** 3 + 1,
    });
    const url = await getSignedUrl(s3, command);
    const answer = await new Promise<string>((resolve, reject) => {
      const sending = request(
        url,
        { method: 'PUT', headers: { 'content-length': 5 * 1024 ** 3 + 1, expect: '100-continue' } },
        async (response) => {
          const text = await response.toArray();
          resolve(`${response.statusCode} ${/<Code>([^<]*)/.exec(Buffer.concat(text).toString())?.[1]}`);
        },
      );
      sending.on('continue', () => reject(new Error('It was asked to send the body.')));
      sending.on('error', reject);
      sending.flushHeaders();
    });
    expect(answer).toBe('400 EntityTooLarge');
  });
}
