import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefused, type Tools } from './tools.ts';

/** Listings: order, prefixes, delimiters, pages. */
export function listingCases(tools: () => Tools): void {
  describe('a listing', () => {
    const names = ['B', 'a/1', 'a/2', 'a/b/3', 'a0', 'c', 'd/4', 'é', '｡', '😀', 'z & <'];
    // By UTF-8 bytes: the full stop U+FF61 comes before the face U+1F600, other than in UTF-16.
    const sorted = ['B', 'a/1', 'a/2', 'a/b/3', 'a0', 'c', 'd/4', 'z & <', 'é', '｡', '😀'];
    let prefix = '';

    beforeAll(async () => {
      prefix = tools().key('');
      const { s3, bucket } = tools();
      for (const name of names) {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + name, Body: name }));
      }
    });

    const list = (more: object) =>
      tools().s3.send(new ListObjectsV2Command({ Bucket: tools().bucket, ...more }));
    const keysOf = (page: { Contents?: { Key?: string }[] }) =>
      (page.Contents ?? []).map((item) => item.Key?.slice(prefix.length));
    const foldersOf = (page: { CommonPrefixes?: { Prefix?: string }[] }) =>
      (page.CommonPrefixes ?? []).map((item) => item.Prefix?.slice(prefix.length));

    test('is in the order of the keys in UTF-8, with sizes', async () => {
      const page = await list({ Prefix: prefix });
      expect(keysOf(page)).toEqual(sorted);
      expect([page.KeyCount, page.IsTruncated]).toEqual([names.length, false]);
      expect(page.Contents?.at(-1)?.Size).toBe(Buffer.byteLength('😀'));
    });

    test('folds what is below a delimiter', async () => {
      const page = await list({ Prefix: prefix, Delimiter: '/' });
      expect(keysOf(page)).toEqual(sorted.filter((name) => !name.includes('/')));
      expect(foldersOf(page)).toEqual(['a/', 'd/']);
      const inside = await list({ Prefix: `${prefix}a/`, Delimiter: '/' });
      expect([keysOf(inside), foldersOf(inside)]).toEqual([['a/1', 'a/2'], ['a/b/']]);
    });

    test.each([1, 2, 3, 5])('comes whole in pages of %i, with and without delimiter', async (size) => {
      for (const Delimiter of [undefined, '/']) {
        const seen: (string | undefined)[] = [];
        let token: string | undefined;
        do {
          const page = await list({ Prefix: prefix, Delimiter, MaxKeys: size, ContinuationToken: token });
          expect(page.KeyCount).toBeLessThanOrEqual(size);
          seen.push(...keysOf(page), ...foldersOf(page));
          token = page.NextContinuationToken;
        } while (token);
        const expected = Delimiter ? [...sorted.filter((n) => !n.includes('/')), 'a/', 'd/'] : sorted;
        expect([...seen].sort()).toEqual([...expected].sort());
      }
    });

    test('begins behind a key, takes encoded names, refuses a token that is not its own', async () => {
      expect(keysOf(await list({ Prefix: prefix, StartAfter: `${prefix}a0` }))).toEqual(sorted.slice(5));
      const encoded = await list({ Prefix: `${prefix}z`, EncodingType: 'url' });
      expect(decodeURIComponent(encoded.Contents?.[0]?.Key ?? '')).toBe(`${prefix}z & <`);
      await expectRefused(list({ Prefix: prefix, ContinuationToken: 'made-up' }), 'InvalidArgument', 400);
    });
  });

  test('open uploads are listed by prefix and in pages until they are aborted', async () => {
    const { s3, bucket } = tools();
    const prefix = tools().key('');
    const opened: string[] = [];
    for (const name of ['b', 'a', 'a', 'c']) {
      const { UploadId } = await s3.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: prefix + name }),
      );
      opened.push(`${name} ${UploadId}`);
    }
    const list = async (size: number): Promise<string[]> => {
      const seen: string[] = [];
      let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
      for (;;) {
        const page = await s3.send(
          new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, MaxUploads: size, ...marker }),
        );
        seen.push(...(page.Uploads ?? []).map((u) => `${u.Key?.slice(prefix.length)} ${u.UploadId}`));
        if (!page.IsTruncated) return seen;
        marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      }
    };
    const [b, a1, a2, c] = opened;
    expect(await list(1000)).toEqual([a1, a2, b, c]);
    expect(await list(1)).toEqual([a1, a2, b, c]);
    for (const line of opened) {
      const [name, UploadId] = line.split(' ');
      await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: prefix + name, UploadId }));
    }
    expect(await list(1000)).toEqual([]);
  });
}
