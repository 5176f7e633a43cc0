import { createHmac } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { signingKey } from '../signature.ts';
import { expectRefused, expectXmlError, sha256Base64, type Tools } from './tools.ts';

/** Forms that a browser posts under a signed policy. */
export function postFormCases(tools: () => Tools): void {
  describe('a signed form', () => {
    let key = '';
    beforeEach(() => {
      key = tools().key();
    });

    /** Signs a policy the way the API Reference describes it, and fills the form with what it demands. */
    function fill(
      conditions: unknown[],
      fields: Record<string, string>,
      options: { expiresInSeconds?: number; secret?: string } = {},
    ): FormData {
      const { accessKeyId, secretAccessKey, region, bucket } = tools().target;
      const now = new Date();
      const amzDate = now.toISOString().replace(/[-:]|\.\d+/g, '');
      const day = amzDate.slice(0, 8);
      const signing = {
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': `${accessKeyId}/${day}/${region}/s3/aws4_request`,
        'x-amz-date': amzDate,
      };
      const expiration = new Date(now.getTime() + (options.expiresInSeconds ?? 300) * 1000).toISOString();
      const own = Object.entries(signing).map(([name, value]) => ({ [name]: value }));
      const policy = Buffer.from(
        JSON.stringify({ expiration, conditions: [{ bucket }, ...own, ...conditions] }),
      ).toString('base64');
      const signature = createHmac('sha256', signingKey(options.secret ?? secretAccessKey, day, region))
        .update(policy)
        .digest('hex');
      const form = new FormData();
      const all = { ...fields, ...signing, policy, 'x-amz-signature': signature };
      for (const [name, value] of Object.entries(all)) form.append(name, value);
      return form;
    }

    function post(form: FormData, body = 'picture'): Promise<Response> {
      form.append('file', new Blob([body]), 'my picture.png');
      return fetch(`${tools().target.endpoint}/${tools().bucket}`, { method: 'POST', body: form });
    }

    const limits = (): unknown[] => [
      { key },
      ['starts-with', '$Content-Type', 'image/'],
      ['content-length-range', 1, 10],
    ];
    const fields = () => ({ key, 'Content-Type': 'image/png' });
    const absent = () =>
      expectRefused(
        tools().s3.send(new HeadObjectCommand({ Bucket: tools().bucket, Key: key })),
        'NotFound',
        404,
      );

    test('stores its file with type and metadata', async () => {
      const form = fill([...limits(), { 'x-amz-meta-a': '1' }], { ...fields(), 'x-amz-meta-a': '1' });
      expect((await post(form)).status).toBe(204);
      const back = await tools().s3.send(new GetObjectCommand({ Bucket: tools().bucket, Key: key }));
      expect([await back.Body?.transformToString(), back.ContentType, back.Metadata]).toEqual([
        'picture',
        'image/png',
        { a: '1' },
      ]);
    });

    test('answers 201 with a document when asked', async () => {
      const form = fill([...limits(), { success_action_status: '201' }], {
        ...fields(),
        success_action_status: '201',
      });
      const answer = await post(form);
      expect([answer.status, /<Key>([^<]*)/.exec(await answer.text())?.[1]]).toEqual([201, key]);
    });

    test('is held to the size of its file', async () => {
      await expectXmlError(
        await post(fill(limits(), fields()), 'more than ten bytes'),
        'EntityTooLarge',
        400,
      );
      await expectXmlError(
        await post(fill(limits(), fields()), 'x'.repeat(20_000_000)),
        'EntityTooLarge',
        400,
      );
      await expectXmlError(await post(fill(limits(), fields()), ''), 'EntityTooSmall', 400);
      await absent();
    });

    test('is held to every condition, and to no more fields than those', async () => {
      const html = { ...fields(), 'Content-Type': 'text/html' };
      await expectXmlError(await post(fill(limits(), html)), 'AccessDenied', 403);
      await expectXmlError(
        await post(fill(limits(), { ...fields(), key: tools().key() })),
        'AccessDenied',
        403,
      );
      await expectXmlError(
        await post(fill(limits(), { ...fields(), 'x-amz-meta-b': '2' })),
        'AccessDenied',
        403,
      );
      await expectXmlError(await post(fill(limits(), { key })), 'AccessDenied', 403);
      await expectXmlError(
        await post(fill([...limits(), { bucket: 'another' }], fields())),
        'AccessDenied',
        403,
      );
      await absent();
    });

    test('is refused after its time and under another secret', async () => {
      await expectXmlError(
        await post(fill(limits(), fields(), { expiresInSeconds: -1 })),
        'AccessDenied',
        403,
      );
      const forged = fill(limits(), fields(), { secret: 'wrong' });
      await expectXmlError(await post(forged), 'SignatureDoesNotMatch', 403);
      const bare = new FormData();
      bare.append('key', key);
      await expectXmlError(await post(bare), 'AccessDenied', 403);
      await absent();
    });

    test('is held to the checksum it declares', async () => {
      const declared = { 'x-amz-checksum-sha256': sha256Base64('picture') };
      const form = () => fill([...limits(), declared], { ...fields(), ...declared });
      await expectXmlError(await post(form(), 'pixture'), 'BadDigest', 400);
      await absent();
      expect((await post(form())).status).toBe(204);
    });
  });
}
