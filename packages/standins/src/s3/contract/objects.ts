import { request } from 'node:http';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { expectRefused, expectXmlError, md5Hex, type Tools } from './tools.ts';

const oddKeys = [
  'spaces and + plus',
  "é ü 漢字 🎬 ~!*'()",
  'a//b/./c/../d',
  '../../../etc/passwd',
  'percent%2Fencoded%20',
  'q?x=1&y=2#frag',
  '<xml>&"quotes"',
];

/** One object: written whole, read in ranges, under conditions, copied, deleted. */
export function objectCases(tools: () => Tools): void {
  const put = (key: string, body: string | Uint8Array, more = {}) =>
    tools().s3.send(new PutObjectCommand({ Bucket: tools().bucket, Key: key, Body: body, ...more }));
  const get = (key: string, more = {}) =>
    tools().s3.send(new GetObjectCommand({ Bucket: tools().bucket, Key: key, ...more }));
  const text = async (key: string, more = {}) => (await get(key, more)).Body?.transformToString();

  describe('an object', () => {
    test('comes back with its bytes, type, metadata and MD5', async () => {
      const key = tools().key();
      const { ETag } = await put(key, 'hello', {
        ContentType: 'video/mp4',
        CacheControl: 'no-store',
        ContentDisposition: 'attachment; filename="a.mp4"',
        Metadata: { owner: 'someone' },
      });
      expect(ETag).toBe(`"${md5Hex('hello')}"`);
      const head = await tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect(head).toMatchObject({
        ContentLength: 5,
        ContentType: 'video/mp4',
        CacheControl: 'no-store',
        ContentDisposition: 'attachment; filename="a.mp4"',
        ETag,
        Metadata: { owner: 'someone' },
        AcceptRanges: 'bytes',
      });
      expect(await text(key)).toBe('hello');
    });

    test('may be empty', async () => {
      const key = tools().key();
      await put(key, new Uint8Array(0));
      expect((await get(key)).ContentLength).toBe(0);
    });

    test.each(oddKeys)('is found under the key %j and no other', async (name) => {
      const key = tools().key(name);
      await put(key, name);
      expect(await text(key)).toBe(name);
      await tools().s3.send(new DeleteObjectCommand({ Bucket: tools().bucket, Key: key }));
      await expectRefused(get(key), 'NoSuchKey', 404);
    });

    test('is replaced whole, and deleting twice is no error', async () => {
      const key = tools().key();
      await put(key, 'first', { Metadata: { a: '1' } });
      await put(key, 'second');
      const second = await get(key);
      expect([await second.Body?.transformToString(), second.Metadata]).toEqual(['second', {}]);
      const gone = new DeleteObjectCommand({ Bucket: tools().bucket, Key: key });
      await tools().s3.send(gone);
      await tools().s3.send(gone);
      await expectRefused(get(key), 'NoSuchKey', 404);
    });

    test('is deleted with others in one request', async () => {
      const keys = [tools().key(), tools().key('é & <b>'), tools().key('never was')];
      await put(keys[0] as string, '1');
      await put(keys[1] as string, '2');
      const { Deleted, Errors } = await tools().s3.send(
        new DeleteObjectsCommand({
          Bucket: tools().bucket,
          Delete: { Objects: keys.map((Key) => ({ Key })) },
        }),
      );
      expect(Errors ?? []).toEqual([]);
      expect(Deleted?.map((d) => d.Key)).toEqual(keys);
      for (const key of keys) await expectRefused(get(key), 'NoSuchKey', 404);
    });

    test('in a bucket that is not there is refused', async () => {
      const Bucket = `${tools().bucket}-absent`;
      await expectRefused(
        tools().s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' })),
        'NoSuchBucket',
        404,
      );
      await expectRefused(tools().s3.send(new HeadBucketCommand({ Bucket })), 'NotFound', 404);
    });

    test('whose key is longer than 1,024 bytes is refused', async () => {
      const key = 'é'.repeat(513);
      await expectRefused(put(key, 'x'), 'KeyTooLongError', 400);
    });

    test('without a length is refused', async () => {
      const key = tools().key();
      const url = await getSignedUrl(tools().s3, new PutObjectCommand({ Bucket: tools().bucket, Key: key }));
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sending = request(
          url,
          { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        );
        sending.on('error', reject);
        sending.end('hello');
      });
      expect(status).toBe(411);
      await expectRefused(get(key), 'NoSuchKey', 404);
    });

    test('cut off in the middle of its body is not there', async () => {
      const key = tools().key();
      await put(key, 'before');
      const url = await getSignedUrl(tools().s3, new PutObjectCommand({ Bucket: tools().bucket, Key: key }));
      await new Promise<void>((resolve) => {
        const sending = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } });
        sending.on('error', () => resolve());
        sending.on('close', () => resolve());
        sending.write(Buffer.alloc(300_000), () => setTimeout(() => sending.destroy(), 20));
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await text(key)).toBe('before');
    });
  });

  describe('a range', () => {
    const body = '0123456789';
    test.each([
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=4-', '456789', 'bytes 4-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=-30', body, 'bytes 0-9/10'],
      ['bytes=8-99', '89', 'bytes 8-9/10'],
    ])('%s gives %j', async (range, expected, contentRange) => {
      const key = tools().key();
      await put(key, body);
      const part = await get(key, { Range: range });
      expect(part.$metadata.httpStatusCode).toBe(206);
      expect([await part.Body?.transformToString(), part.ContentRange]).toEqual([expected, contentRange]);
    });

    test('that cannot be satisfied is refused, one that is no range is ignored', async () => {
      const key = tools().key();
      await put(key, body);
      await expectRefused(get(key, { Range: 'bytes=10-' }), 'InvalidRange', 416);
      await expectRefused(get(key, { Range: 'bytes=-0' }), 'InvalidRange', 416);
      const whole = await get(key, { Range: 'bytes=5-2' });
      expect([whole.$metadata.httpStatusCode, await whole.Body?.transformToString()]).toEqual([200, body]);
    });

    test('is the whole object when If-Range names another version', async () => {
      const key = tools().key();
      const { ETag } = await put(key, body);
      const url = await getSignedUrl(tools().s3, new GetObjectCommand({ Bucket: tools().bucket, Key: key }));
      const ranged = (tag: string) => fetch(url, { headers: { range: 'bytes=2-4', 'if-range': tag } });
      expect(await (await ranged(ETag as string)).text()).toBe('234');
      expect(await (await ranged('"0123456789abcdef0123456789abcdef"')).text()).toBe(body);
    });
  });

  describe('conditions', () => {
    test('on reading: If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since', async () => {
      const key = tools().key();
      const { ETag } = await put(key, 'x');
      const past = new Date(Date.now() - 86_400_000);
      const future = new Date(Date.now() + 5_000);
      expect(await text(key, { IfMatch: ETag })).toBe('x');
      expect(await text(key, { IfNoneMatch: '"other"' })).toBe('x');
      expect(await text(key, { IfModifiedSince: past })).toBe('x');
      await expectRefused(get(key, { IfMatch: '"other"' }), 'PreconditionFailed', 412);
      await expectRefused(get(key, { IfUnmodifiedSince: past }), 'PreconditionFailed', 412);
      await expect(get(key, { IfNoneMatch: ETag })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
      await expect(get(key, { IfModifiedSince: future })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
    });

    test('on writing: only when absent, only when unchanged', async () => {
      const key = tools().key();
      const { ETag } = await put(key, 'first', { IfNoneMatch: '*' });
      await expectRefused(put(key, 'second', { IfNoneMatch: '*' }), 'PreconditionFailed', 412);
      await expectRefused(put(key, 'second', { IfMatch: '"other"' }), 'PreconditionFailed', 412);
      await expectRefused(put(tools().key(), 'x', { IfMatch: ETag }), 'NoSuchKey', 404);
      expect(await text(key)).toBe('first');
      await put(key, 'second', { IfMatch: ETag });
      expect(await text(key)).toBe('second');
    });

    test('let one of many writers win', async () => {
      const key = tools().key();
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => put(key, `writer ${i}`, { IfNoneMatch: '*' })),
      );
      expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('a copy', () => {
    const copy = (from: string, to: string, more = {}) =>
      tools().s3.send(
        new CopyObjectCommand({
          Bucket: tools().bucket,
          Key: to,
          CopySource: encodeURIComponent(`${tools().bucket}/${from}`),
          ...more,
        }),
      );

    test('keeps bytes, type and metadata, or replaces what describes them', async () => {
      const [from, to] = [tools().key('é + %.mp4'), tools().key()];
      await put(from, 'film', { ContentType: 'video/mp4', Metadata: { a: '1' } });
      const { CopyObjectResult } = await copy(from, to);
      expect(CopyObjectResult?.ETag).toBe(`"${md5Hex('film')}"`);
      const kept = await get(to);
      expect([await kept.Body?.transformToString(), kept.ContentType, kept.Metadata]).toEqual([
        'film',
        'video/mp4',
        { a: '1' },
      ]);
      await copy(from, to, { MetadataDirective: 'REPLACE', ContentType: 'video/webm', Metadata: { b: '2' } });
      const replaced = await get(to);
      expect([replaced.ContentType, replaced.Metadata]).toEqual(['video/webm', { b: '2' }]);
    });

    test('outlives its source', async () => {
      const [from, to] = [tools().key(), tools().key()];
      await put(from, 'film');
      await copy(from, to);
      await tools().s3.send(new DeleteObjectCommand({ Bucket: tools().bucket, Key: from }));
      expect(await text(to)).toBe('film');
    });

    test('obeys conditions on its source and is refused onto itself', async () => {
      const [from, to] = [tools().key(), tools().key()];
      const { ETag } = await put(from, 'film');
      await copy(from, to, { CopySourceIfMatch: ETag });
      await expectRefused(copy(from, to, { CopySourceIfMatch: '"other"' }), 'PreconditionFailed', 412);
      await expectRefused(copy(from, to, { CopySourceIfNoneMatch: ETag }), 'PreconditionFailed', 412);
      await expectRefused(copy(tools().key(), to), 'NoSuchKey', 404);
      await expectRefused(copy(from, from), 'InvalidRequest', 400);
      await copy(from, from, { MetadataDirective: 'REPLACE', ContentType: 'video/mp4' });
      expect((await get(from)).ContentType).toBe('video/mp4');
    });
  });

  test('an answer takes the type and name its signed address asks for', async () => {
    const key = tools().key();
    await put(key, 'film');
    const url = await getSignedUrl(
      tools().s3,
      new GetObjectCommand({
        Bucket: tools().bucket,
        Key: key,
        ResponseContentType: 'video/mp4',
        ResponseContentDisposition: 'attachment; filename="my film.mp4"',
      }),
    );
    const answer = await fetch(url);
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      'video/mp4',
      'attachment; filename="my film.mp4"',
    ]);
    await answer.text();
    await expectXmlError(await fetch(url.replace('my%20film', 'other')), 'SignatureDoesNotMatch', 403);
  });
}
