import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { expectRefused, md5Hex, sampleBytes, sha256Base64, type Tools } from './tools.ts';

const minPartBytes = 5 * 1024 * 1024;
const first = sampleBytes(minPartBytes, 1);
const second = sampleBytes(minPartBytes + 4, 2);
const last = Buffer.from('the end');

/** Uploads in parts: what may be completed, and what is refused and changes nothing. */
export function multipartCases(tools: () => Tools): void {
  const where = (key: string, uploadId: string) => ({ Bucket: tools().bucket, Key: key, UploadId: uploadId });

  async function open(more = {}): Promise<{ key: string; id: string }> {
    const key = tools().key();
    const { UploadId } = await tools().s3.send(
      new CreateMultipartUploadCommand({ Bucket: tools().bucket, Key: key, ...more }),
    );
    return { key, id: UploadId as string };
  }

  async function send(
    at: { key: string; id: string },
    partNumber: number,
    body: Buffer,
  ): Promise<CompletedPart> {
    const { ETag } = await tools().s3.send(
      new UploadPartCommand({ ...where(at.key, at.id), PartNumber: partNumber, Body: body }),
    );
    return { PartNumber: partNumber, ETag };
  }

  const complete = (at: { key: string; id: string }, parts: CompletedPart[], more = {}) =>
    tools().s3.send(
      new CompleteMultipartUploadCommand({
        ...where(at.key, at.id),
        MultipartUpload: { Parts: parts },
        ...more,
      }),
    );
  const head = (key: string) => tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key }));
  const listed = async (at: { key: string; id: string }, more = {}) =>
    (await tools().s3.send(new ListPartsCommand({ ...where(at.key, at.id), ...more }))).Parts ?? [];

  describe('an upload in parts', () => {
    test('becomes one object, in the order of its numbers and not of arrival', async () => {
      const at = await open({ ContentType: 'video/mp4', Metadata: { a: '1' } });
      const p7 = await send(at, 7, last);
      const p2 = await send(at, 2, second);
      const p1 = await send(at, 1, first);
      await expectRefused(head(at.key), 'NotFound', 404);
      const done = await complete(at, [p1, p2, p7]);
      const joined = Buffer.concat([first, second, last]);
      const tags = Buffer.concat([first, second, last].map((b) => Buffer.from(md5Hex(b), 'hex')));
      expect(done.ETag).toBe(`"${md5Hex(tags)}-3"`);
      const whole = await tools().s3.send(new GetObjectCommand({ Bucket: tools().bucket, Key: at.key }));
      expect([whole.ContentType, whole.Metadata, whole.ETag]).toEqual(['video/mp4', { a: '1' }, done.ETag]);
      expect(joined.equals((await whole.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
      const across = await tools().s3.send(
        new GetObjectCommand({
          Bucket: tools().bucket,
          Key: at.key,
          Range: `bytes=${minPartBytes - 3}-${first.length + second.length + 1}`,
        }),
      );
      const expected = joined.subarray(minPartBytes - 3, first.length + second.length + 2);
      expect(expected.equals((await across.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    });

    test('takes the last of two parts with one number', async () => {
      const at = await open();
      const old = await send(at, 1, Buffer.from('old'));
      const fresh = await send(at, 1, Buffer.from('new'));
      expect((await listed(at)).map((p) => [p.PartNumber, p.ETag, p.Size])).toEqual([[1, fresh.ETag, 3]]);
      await expectRefused(complete(at, [old]), 'InvalidPart', 400);
      await complete(at, [fresh]);
      expect((await head(at.key)).ContentLength).toBe(3);
    });

    test('leaves out parts that are not named', async () => {
      const at = await open();
      await send(at, 1, first);
      const p2 = await send(at, 2, last);
      await complete(at, [p2]);
      expect((await head(at.key)).ContentLength).toBe(last.length);
    });

    test('lists its parts in pages', async () => {
      const at = await open();
      for (const number of [3, 1, 2, 10]) await send(at, number, Buffer.from(`part ${number}`));
      const seen: (number | undefined)[] = [];
      let marker: string | undefined;
      for (;;) {
        const page = await tools().s3.send(
          new ListPartsCommand({ ...where(at.key, at.id), MaxParts: 3, PartNumberMarker: marker }),
        );
        seen.push(...(page.Parts ?? []).map((p) => p.PartNumber));
        if (!page.IsTruncated) break;
        marker = page.NextPartNumberMarker;
      }
      expect(seen).toEqual([1, 2, 3, 10]);
    });

    test('obeys If-None-Match when it is completed, and stays open when refused', async () => {
      const at = await open();
      const part = await send(at, 1, last);
      await tools().s3.send(new PutObjectCommand({ Bucket: tools().bucket, Key: at.key, Body: 'other' }));
      await expectRefused(complete(at, [part], { IfNoneMatch: '*' }), 'PreconditionFailed', 412);
      expect((await head(at.key)).ContentLength).toBe(5);
      expect(await listed(at)).toHaveLength(1);
    });
  });

  describe('a completion is refused and nothing appears', () => {
    test.each([
      [
        'with a part that never came',
        'InvalidPart',
        (p1: CompletedPart) => [p1, { PartNumber: 3, ETag: p1.ETag }],
      ],
      ['with the parts swapped', 'InvalidPartOrder', (p1: CompletedPart, p2: CompletedPart) => [p2, p1]],
      ['with a part named twice', 'InvalidPartOrder', (p1: CompletedPart) => [p1, p1]],
      [
        "with another part's tag",
        'InvalidPart',
        (p1: CompletedPart) => [p1, { PartNumber: 2, ETag: p1.ETag }],
      ],
      ['with no part', 'MalformedXML', () => []],
    ])('%s', async (_, code, parts) => {
      const at = await open();
      const [p1, p2] = [await send(at, 1, first), await send(at, 2, last)];
      await expectRefused(complete(at, parts(p1, p2)), code, 400);
      await expectRefused(head(at.key), 'NotFound', 404);
      expect(await listed(at)).toHaveLength(2);
    });

    test('with a part below 5 MiB that is not the last', async () => {
      const at = await open();
      const [p1, p2] = [await send(at, 1, first.subarray(1)), await send(at, 2, last)];
      await expectRefused(complete(at, [p1, p2]), 'EntityTooSmall', 400);
      await expectRefused(head(at.key), 'NotFound', 404);
    });

    test('with a size that is not the sum of the parts', async () => {
      const at = await open();
      const p1 = await send(at, 1, last);
      await expectRefused(complete(at, [p1], { MpuObjectSize: last.length + 1 }), 'InvalidRequest', 400);
    });
  });

  describe('an upload that is over', () => {
    test('by completion takes no part, no listing, no abort, no change of the object', async () => {
      const at = await open();
      const { ETag } = await complete(at, [await send(at, 1, last)]);
      await expectRefused(send(at, 1, Buffer.from('late')), 'NoSuchUpload', 404);
      await expectRefused(send(at, 2, Buffer.from('late')), 'NoSuchUpload', 404);
      await expectRefused(listed(at), 'NoSuchUpload', 404);
      expect((await head(at.key)).ETag).toBe(ETag);
    });

    test('by abort takes no part and cannot be completed', async () => {
      const at = await open();
      const part = await send(at, 1, last);
      await tools().s3.send(new AbortMultipartUploadCommand(where(at.key, at.id)));
      await expectRefused(send(at, 1, last), 'NoSuchUpload', 404);
      await expectRefused(complete(at, [part]), 'NoSuchUpload', 404);
      await expectRefused(listed(at), 'NoSuchUpload', 404);
      await expectRefused(head(at.key), 'NotFound', 404);
    });

    test('is unknown under another key', async () => {
      const at = await open();
      await expectRefused(send({ key: tools().key(), id: at.id }, 1, last), 'NoSuchUpload', 404);
    });

    test.each([0, 10_001])('part number %i is refused', async (number) => {
      const at = await open();
      await expectRefused(send(at, number, last), 'InvalidArgument', 400);
    });
  });

  describe('parts with SHA-256', () => {
    const sendChecked = async (at: { key: string; id: string }, number: number, body: Buffer) => {
      const part = await tools().s3.send(
        new UploadPartCommand({
          ...where(at.key, at.id),
          PartNumber: number,
          Body: body,
          ChecksumSHA256: sha256Base64(body),
        }),
      );
      return { PartNumber: number, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 };
    };

    test('give a composite checksum; the copy has that of the whole and the MD5 of the bytes', async () => {
      const at = await open({ ChecksumAlgorithm: 'SHA256' });
      const parts = [await sendChecked(at, 1, first), await sendChecked(at, 2, last)];
      expect((await listed(at)).map((p) => p.ChecksumSHA256)).toEqual([
        sha256Base64(first),
        sha256Base64(last),
      ]);
      const done = await complete(at, parts);
      const digests = Buffer.concat([first, last].map((b) => Buffer.from(sha256Base64(b), 'base64')));
      expect([done.ChecksumSHA256, done.ChecksumType]).toEqual([`${sha256Base64(digests)}-2`, 'COMPOSITE']);
      const to = tools().key();
      const { CopyObjectResult: copied } = await tools().s3.send(
        new CopyObjectCommand({ Bucket: tools().bucket, Key: to, CopySource: `${tools().bucket}/${at.key}` }),
      );
      const whole = Buffer.concat([first, last]);
      expect([copied?.ETag, copied?.ChecksumSHA256]).toEqual([`"${md5Hex(whole)}"`, sha256Base64(whole)]);
    });

    test('are checked again on completion', async () => {
      const at = await open({ ChecksumAlgorithm: 'SHA256' });
      const part = await sendChecked(at, 1, last);
      const wrong = { ...part, ChecksumSHA256: sha256Base64('other') };
      await expectRefused(complete(at, [wrong]), 'InvalidPart', 400);
      const { ChecksumSHA256: _, ...bare } = part;
      await expectRefused(complete(at, [bare]), 'InvalidRequest', 400);
      await complete(at, [part]);
    });

    test('do not come without one', async () => {
      const at = await open({ ChecksumAlgorithm: 'SHA256' });
      await expectRefused(send(at, 1, last), 'InvalidRequest', 400);
    });
  });

  describe('a part copied from another object', () => {
    test('is its bytes, or a range of them', async () => {
      const from = tools().key('é source');
      await tools().s3.send(new PutObjectCommand({ Bucket: tools().bucket, Key: from, Body: second }));
      const at = await open();
      const copy = async (number: number, range?: string) => {
        const { CopyPartResult } = await tools().s3.send(
          new UploadPartCopyCommand({
            ...where(at.key, at.id),
            PartNumber: number,
            CopySource: encodeURIComponent(`${tools().bucket}/${from}`),
            CopySourceRange: range,
          }),
        );
        return { PartNumber: number, ETag: CopyPartResult?.ETag };
      };
      const parts = [await copy(1), await copy(2, 'bytes=100-199')];
      expect(parts.map((p) => p.ETag)).toEqual([
        `"${md5Hex(second)}"`,
        `"${md5Hex(second.subarray(100, 200))}"`,
      ]);
      await expectRefused(copy(3, `bytes=0-${second.length}`), 'InvalidArgument', 400);
      await complete(at, parts);
      const whole = await tools().s3.send(new GetObjectCommand({ Bucket: tools().bucket, Key: at.key }));
      const expected = Buffer.concat([second, second.subarray(100, 200)]);
      expect(expected.equals((await whole.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    });
  });
}
