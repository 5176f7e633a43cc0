import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { createHasher } from '../checksums.ts';
import { expectRefused, expectXmlError, putBytes, sampleBytes, sha256Base64, type Tools } from './tools.ts';

const algorithms = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const satisfies ChecksumAlgorithm[];

function digestOf(algorithm: (typeof algorithms)[number] | 'CRC64NVME', bytes: Uint8Array): string {
  const hasher = createHasher(algorithm);
  hasher.update(bytes);
  return hasher.digest().toString('base64');
}

/** Checksums: declared in a header, a trailer or Content-MD5; kept and given back; refused when wrong. */
export function checksumCases(tools: () => Tools): void {
  const put = (key: string, body: string | Uint8Array, more: object) =>
    tools().s3.send(new PutObjectCommand({ Bucket: tools().bucket, Key: key, Body: body, ...more }));
  const head = (key: string) =>
    tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key, ChecksumMode: 'ENABLED' }));

  describe('a checksum', () => {
    test.each([...algorithms, 'CRC64NVME'] as const)(
      '%s in a header is kept, or refused when wrong',
      async (name) => {
        const key = tools().key();
        const [right, wrong] = [digestOf(name, Buffer.from('film')), digestOf(name, Buffer.from('other'))];
        await expectRefused(put(key, 'film', { [`Checksum${name}`]: wrong }), 'BadDigest', 400);
        await expectRefused(put(key, 'film', { [`Checksum${name}`]: 'bm90IGl0' }), 'InvalidRequest', 400);
        await expectRefused(head(key), 'NotFound', 404);
        await put(key, 'film', { [`Checksum${name}`]: right });
        expect(await head(key)).toMatchObject({ [`Checksum${name}`]: right, ChecksumType: 'FULL_OBJECT' });
      },
    );

    test.each(algorithms)('%s that the SDK computes for a body of known bytes holds', async (name) => {
      const key = tools().key();
      const body = sampleBytes(100_000);
      await tools().checking.send(
        new PutObjectCommand({ Bucket: tools().bucket, Key: key, Body: body, ChecksumAlgorithm: name }),
      );
      expect(await head(key)).toMatchObject({ [`Checksum${name}`]: digestOf(name, body) });
    });

    test.each(algorithms)('%s behind a streamed body, as a trailer, holds', async (name) => {
      const key = tools().key();
      const body = sampleBytes(300_000);
      const pieces = [body.subarray(0, 100_000), body.subarray(100_000, 250_000), body.subarray(250_000)];
      await tools().checking.send(
        new PutObjectCommand({
          Bucket: tools().bucket,
          Key: key,
          Body: Readable.from(pieces),
          ContentLength: body.length,
          ContentEncoding: 'identity',
          ChecksumAlgorithm: name,
        }),
      );
      expect(await head(key)).toMatchObject({
        [`Checksum${name}`]: digestOf(name, body),
        ContentLength: body.length,
        ContentEncoding: 'identity',
      });
      const back = await tools().s3.send(new GetObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect(body.equals((await back.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    });

    test('comes alone', async () => {
      const key = tools().key();
      const both = {
        ChecksumSHA256: sha256Base64('film'),
        ChecksumCRC32: digestOf('CRC32', Buffer.from('film')),
      };
      await expectRefused(put(key, 'film', both), 'InvalidRequest', 400);
      await expectRefused(head(key), 'NotFound', 404);
    });

    test('Content-MD5 is held to', async () => {
      const key = tools().key();
      await expectRefused(put(key, 'film', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), 'BadDigest', 400);
      await expectRefused(put(key, 'film', { ContentMD5: 'short' }), 'InvalidDigest', 400);
      await expectRefused(head(key), 'NotFound', 404);
    });

    test('moved into a signed address counts like a header', async () => {
      const key = tools().key();
      const command = new PutObjectCommand({
        Bucket: tools().bucket,
        Key: key,
        ChecksumSHA256: sha256Base64('film'),
      });
      const url = await getSignedUrl(tools().s3, command);
      await expectXmlError(await putBytes(url, Buffer.from('other')), 'BadDigest', 400);
      expect((await putBytes(url, Buffer.from('film'))).status).toBe(200);
    });

    test('of the body that was signed is checked', async () => {
      const key = tools().key();
      const client = tools().s3;
      const command = new PutObjectCommand({ Bucket: tools().bucket, Key: key, Body: 'signed' });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { body: unknown }).body = 'sigmed';
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low', name: 'changeBodyAfterSigning' },
      );
      await expectRefused(client.send(command), 'XAmzContentSHA256Mismatch', 400);
      await expectRefused(head(key), 'NotFound', 404);
    });
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    '%s of parts joins to that of the whole',
    async (name) => {
      const { s3, bucket } = tools();
      const key = tools().key();
      const pieces = [
        sampleBytes(5 * 1024 * 1024, 3),
        sampleBytes(5 * 1024 * 1024, 4),
        sampleBytes(12_345, 5),
      ];
      const { UploadId } = await s3.send(
        new CreateMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          ChecksumAlgorithm: name,
          ChecksumType: 'FULL_OBJECT',
        }),
      );
      const Parts: CompletedPart[] = [];
      for (const [index, body] of pieces.entries()) {
        const at = { Bucket: bucket, Key: key, UploadId, PartNumber: index + 1 };
        const value = { [`Checksum${name}`]: digestOf(name, body) };
        const { ETag } = await s3.send(new UploadPartCommand({ ...at, Body: body, ...value }));
        Parts.push({ PartNumber: index + 1, ETag, ...value });
      }
      const whole = digestOf(name, Buffer.concat(pieces));
      const finish = (value: string) =>
        s3.send(
          new CompleteMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            UploadId,
            MultipartUpload: { Parts },
            ChecksumType: 'FULL_OBJECT',
            [`Checksum${name}`]: value,
          }),
        );
      await expectRefused(finish(digestOf(name, Buffer.from('other'))), 'BadDigest', 400);
      await finish(whole);
      expect(await head(key)).toMatchObject({ [`Checksum${name}`]: whole, ChecksumType: 'FULL_OBJECT' });
    },
  );
}
