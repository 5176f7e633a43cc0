import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, expectXmlError, putBytes, sha256Base64, signPart, type Tools } from './tools.ts';

/** Another value for one parameter of a signed address. */
function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}

/** Signed addresses, and every way to misuse one. */
export function presignedCases(tools: () => Tools): void {
  const bytes = Buffer.from('a film');

  describe('a signed address for one object', () => {
    let key = '';
    const sign = (more: { expiresIn?: number; signingDate?: Date } = {}, client: S3Client = tools().s3) =>
      getSignedUrl(
        client,
        new PutObjectCommand({
          Bucket: tools().bucket,
          Key: key,
          ContentType: 'video/mp4',
          ContentLength: bytes.length,
        }),
        { expiresIn: 300, signableHeaders: new Set(['host', 'content-type', 'content-length']), ...more },
      );
    const put = (url: string, body: Uint8Array = bytes, type = 'video/mp4') =>
      putBytes(url, body, { 'content-type': type });
    const absent = () =>
      expectRefused(
        tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key })),
        'NotFound',
        404,
      );

    beforeEach(() => {
      key = tools().key();
    });

    test('takes what it was signed for', async () => {
      expect((await put(await sign())).status).toBe(200);
      const head = await tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect([head.ContentLength, head.ContentType]).toEqual([bytes.length, 'video/mp4']);
    });

    test('is refused for another key', async () => {
      const url = await sign();
      const other = tools().key();
      await expectXmlError(await put(url.replace(key, other)), 'SignatureDoesNotMatch', 403);
      await absent();
    });

    test.each(['GET', 'DELETE', 'POST'])('is refused for %s', async (method) => {
      const response = await fetch(await sign(), { method, headers: { 'content-type': 'video/mp4' } });
      expect(response.status).toBeGreaterThanOrEqual(403);
      expect(response.status).toBeLessThan(410);
      await response.text();
    });

    test('is refused with another type, a larger and a smaller body', async () => {
      const url = await sign();
      await expectXmlError(await put(url, bytes, 'text/html'), 'SignatureDoesNotMatch', 403);
      await expectXmlError(await put(url, Buffer.concat([bytes, bytes])), 'SignatureDoesNotMatch', 403);
      await expectXmlError(await put(url, bytes.subarray(1)), 'SignatureDoesNotMatch', 403);
      await absent();
    });

    test('is refused with a header that was not signed', async () => {
      const url = await sign();
      const response = await putBytes(url, bytes, { 'content-type': 'video/mp4', 'x-amz-meta-owner': 'me' });
      await expectXmlError(response, 'AccessDenied', 403);
      await absent();
    });

    test('is refused after its time, before its time, and when the time is stretched', async () => {
      const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
      const old = await sign({ expiresIn: 60, signingDate: ago(120) });
      await expectXmlError(await put(old), 'AccessDenied', 403);
      await expectXmlError(
        await put(withParameter(old, 'X-Amz-Expires', '600')),
        'SignatureDoesNotMatch',
        403,
      );
      await expectXmlError(await put(await sign({ signingDate: ago(-3600) })), 'AccessDenied', 403);
      const week = withParameter(await sign(), 'X-Amz-Expires', '604801');
      await expectXmlError(await put(week), 'AuthorizationQueryParametersError', 400);
      await absent();
    });

    test('is refused with a parameter changed, added or missing', async () => {
      const url = await sign();
      const signature = new URL(url).searchParams.get('X-Amz-Signature') ?? '';
      const flipped = (signature.startsWith('0') ? '1' : '0') + signature.slice(1);
      await expectXmlError(
        await put(withParameter(url, 'X-Amz-Signature', flipped)),
        'SignatureDoesNotMatch',
        403,
      );
      await expectXmlError(await put(withParameter(url, 'partNumber2', '1')), 'SignatureDoesNotMatch', 403);
      await expectXmlError(
        await put(withParameter(url, 'X-Amz-SignedHeaders', 'host')),
        'SignatureDoesNotMatch',
        403,
      );
      const short = new URL(url);
      short.searchParams.delete('X-Amz-Expires');
      await expectXmlError(await put(short.href), 'AuthorizationQueryParametersError', 400);
      await expectXmlError(await put(url.split('?')[0] as string), 'AccessDenied', 403);
      await absent();
    });

    test('is refused when signed for another host, by another secret, by an unknown key', async () => {
      const { endpoint, region, accessKeyId, secretAccessKey } = tools().target;
      const client = (more: { endpoint?: string; accessKeyId?: string; secretAccessKey?: string }) =>
        new S3Client({
          endpoint: more.endpoint ?? endpoint,
          region,
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED',
          credentials: {
            accessKeyId: more.accessKeyId ?? accessKeyId,
            secretAccessKey: more.secretAccessKey ?? secretAccessKey,
          },
        });
      const foreign = await sign({}, client({ endpoint: 'http://storage.invalid:9000' }));
      const moved = `${endpoint}${new URL(foreign).pathname}${new URL(foreign).search}`;
      await expectXmlError(await put(moved), 'SignatureDoesNotMatch', 403);
      await expectXmlError(
        await put(await sign({}, client({ secretAccessKey: 'wrong' }))),
        'SignatureDoesNotMatch',
        403,
      );
      await expectXmlError(
        await put(await sign({}, client({ accessKeyId: 'NOBODY' }))),
        'InvalidAccessKeyId',
        403,
      );
      await absent();
    });

    test('for reading does not write', async () => {
      await tools().s3.send(new PutObjectCommand({ Bucket: tools().bucket, Key: key, Body: bytes }));
      const url = await getSignedUrl(tools().s3, new GetObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect(await (await fetch(url)).text()).toBe('a film');
      await expectXmlError(await putBytes(url, bytes), 'SignatureDoesNotMatch', 403);
    });
  });

  describe('a signed address for one part, as browsers get it', () => {
    const sha256 = sha256Base64(bytes);
    let key = '';
    let uploadId = '';
    const where = () => ({ Bucket: tools().bucket, Key: key, UploadId: uploadId });
    const sign = (more: Partial<Parameters<typeof signPart>[1]> = {}, options = {}) =>
      signPart(tools(), { key, uploadId, partNumber: 1, sizeBytes: bytes.length, sha256, ...more }, options);
    const put = (url: string, body: Uint8Array = bytes, checksum = sha256) =>
      putBytes(url, body, { 'x-amz-checksum-sha256': checksum });
    const parts = async () =>
      ((await tools().s3.send(new ListPartsCommand(where()))).Parts ?? []).map((p) => [p.PartNumber, p.ETag]);

    beforeEach(async () => {
      key = tools().key();
      const opened = await tools().s3.send(
        new CreateMultipartUploadCommand({ Bucket: tools().bucket, Key: key, ChecksumAlgorithm: 'SHA256' }),
      );
      uploadId = opened.UploadId as string;
    });
    afterEach(async () => {
      await tools()
        .s3.send(new AbortMultipartUploadCommand(where()))
        .catch(() => undefined);
    });

    test('carries no checksum of an empty body and signs length and checksum as headers', async () => {
      const query = new URL(await sign()).searchParams;
      expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256');
      expect([...query.keys()].filter((name) => name.startsWith('x-amz-'))).toEqual([]);
    });

    test('takes its part, and the same part again', async () => {
      const url = await sign();
      const answer = await put(url);
      expect([answer.status, answer.headers.get('x-amz-checksum-sha256')]).toEqual([200, sha256]);
      expect((await put(url)).status).toBe(200);
      expect(await parts()).toEqual([[1, answer.headers.get('etag')]]);
    });

    test('refuses bytes whose checksum is another', async () => {
      const other = Buffer.from('b film');
      await expectXmlError(await put(await sign(), other), 'BadDigest', 400);
      await expectXmlError(await put(await sign(), other, sha256Base64(other)), 'SignatureDoesNotMatch', 403);
      await expectXmlError(await putBytes(await sign(), bytes), 'SignatureDoesNotMatch', 403);
      expect(await parts()).toEqual([]);
    });

    test('refuses another length, however honest the checksum', async () => {
      const longer = Buffer.concat([bytes, bytes]);
      const refused = await put(await sign({ sha256: sha256Base64(longer) }), longer, sha256Base64(longer));
      await expectXmlError(refused, 'SignatureDoesNotMatch', 403);
      expect(await parts()).toEqual([]);
    });

    test('refuses after its time', async () => {
      const options = { expiresInSeconds: 60, signingDate: new Date(Date.now() - 61_000) };
      await expectXmlError(await put(await sign({}, options)), 'AccessDenied', 403);
      expect(await parts()).toEqual([]);
    });

    test('refuses another key, part number or upload', async () => {
      const url = await sign();
      await expectXmlError(await put(url.replace(key, tools().key())), 'SignatureDoesNotMatch', 403);
      await expectXmlError(await put(withParameter(url, 'partNumber', '2')), 'SignatureDoesNotMatch', 403);
      await expectXmlError(await put(withParameter(url, 'uploadId', 'other')), 'SignatureDoesNotMatch', 403);
      expect(await parts()).toEqual([]);
    });

    test('is of no use once the upload is completed', async () => {
      const url = await sign();
      const ETag = (await put(url)).headers.get('etag') ?? undefined;
      const done = await tools().s3.send(
        new CompleteMultipartUploadCommand({
          ...where(),
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256: sha256 }] },
        }),
      );
      await expectXmlError(await put(url), 'NoSuchUpload', 404);
      const head = await tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect(head.ETag).toBe(done.ETag);
    });

    test('is of no use once the upload is aborted', async () => {
      const url = await sign();
      await tools().s3.send(new AbortMultipartUploadCommand(where()));
      await expectXmlError(await put(url), 'NoSuchUpload', 404);
    });
  });
}
