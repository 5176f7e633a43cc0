import type { ObjectStore } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import {
  all,
  bytesOf,
  collect,
  hands,
  type ObjectStoreUnderTest,
  put,
  sha256,
  waitSeconds,
} from './hands.ts';

/** The smallest part that may stand before another one (Amazon S3 user guide, multipart upload limits). */
const partSizeBytesMin = 5 * 1024 ** 2;

/**
 * What domain and browsers rely on in any object store: uploads in parts. Run it against a bucket of its own; it leaves
 * objects behind.
 */
export function uploadsContract(name: string, connect: () => Promise<ObjectStoreUnderTest>): void {
  describe(`the uploads contract, ${name}`, () => {
    let under: ObjectStoreUnderTest;
    let store: ObjectStore;
    let by: ReturnType<typeof hands>;

    beforeAll(async () => {
      under = await connect();
      store = under.store;
      by = hands(store);
    });
    afterAll(() => under.close());

    it('puts parts together that came in any order, and one of them twice', async () => {
      const upload = await by.open();
      const first = bytesOf(partSizeBytesMin, 1);
      const last = bytesOf(1_000, 2);
      const parts = await by.send(upload, [
        [2, last],
        [1, first],
        [2, last],
      ]);
      expect(
        parts.map(({ number, sizeBytes, sha256Base64 }) => ({ number, sizeBytes, sha256Base64 })),
      ).toEqual([
        { number: 1, sizeBytes: first.length, sha256Base64: sha256(first) },
        { number: 2, sizeBytes: last.length, sha256Base64: sha256(last) },
      ]);
      expect(await store.head(upload.key)).toBeNull();

      await store.completeMultipart({ ...upload, parts });
      const whole = Buffer.concat([first, last]);
      expect(await store.head(upload.key)).toMatchObject({
        sizeBytes: whole.length,
        contentType: 'video/mp4',
      });
      expect(sha256(await collect(await store.read(upload.key)))).toBe(sha256(whole));
      expect(await store.findMultiparts(upload.key)).toEqual([]);
    });

    describe('the address of a part', () => {
      const bytes = bytesOf(1_000);

      it('takes exactly the promised length, checksum and number', async () => {
        const upload = await by.open();
        const part = await by.presign(upload, 1, bytes);
        const other = bytesOf(1_000, 9);
        const refusals = [
          put(part, bytesOf(1_001)),
          put(part, bytes.subarray(1)),
          put(part, other),
          put(part, other, { 'x-amz-checksum-sha256': sha256(other) }),
          put(part, bytes, {}),
          put({ ...part, url: part.url.replace('partNumber=1', 'partNumber=2') }, bytes),
          put({ ...part, url: part.url.replace(upload.key, `${upload.key}x`) }, bytes),
        ];
        for (const answer of await Promise.all(refusals)) expect([400, 403]).toContain(answer.status);
        expect(await store.listParts(upload)).toEqual([]);
        expect((await put(part, bytes)).status).toBe(200);
      });

      it('ends', async () => {
        const upload = await by.open();
        const part = await by.presign(upload, 1, bytes, 1);
        await waitSeconds(2.1);
        expect((await put(part, bytes)).status).toBe(403);
        expect(await store.listParts(upload)).toEqual([]);
      });

      it('is worth nothing after completion or abortion', async () => {
        const done = await by.open();
        const parts = await by.send(done, [[1, bytes]]);
        await store.completeMultipart({ ...done, parts });
        const gone = await by.open();
        await store.abortMultipart(gone);
        for (const upload of [done, gone]) {
          const answer = await put(await by.presign(upload, 1, bytes), bytes);
          expect(answer.status).toBe(404);
        }
        expect(await store.head(gone.key)).toBeNull();
      });
    });

    describe('a multipart upload', () => {
      it('is found by exactly its key, the oldest first', async () => {
        const key = by.newKey('');
        const first = await by.open(key);
        await waitSeconds(1.1);
        const second = await by.open(key);
        await by.open(`${key}0`);
        expect(await store.findMultiparts(key)).toEqual([first.multipartId, second.multipartId]);
        const below = await all(store.listMultiparts(key));
        expect(below.map((upload) => upload.key)).toEqual([key, key, `${key}0`]);
        expect(Math.abs((below[0]?.initiatedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      });

      it('that is gone says so, and may be aborted again', async () => {
        const upload = await by.open();
        const parts = await by.send(upload, [[1, bytesOf(10)]]);
        await store.completeMultipart({ ...upload, parts });
        expect((await errorOf(store.completeMultipart({ ...upload, parts }))).code).toBe('NOT_FOUND');
        expect((await errorOf(store.listParts(upload))).code).toBe('NOT_FOUND');
        await store.abortMultipart(upload);
        expect(await store.head(upload.key)).not.toBeNull();

        const aborted = await by.open();
        await store.abortMultipart(aborted);
        await store.abortMultipart(aborted);
        expect(await store.findMultiparts(aborted.key)).toEqual([]);
      });

      it('takes no part that it does not have', async () => {
        const upload = await by.open();
        const [part] = await by.send(upload, [[1, bytesOf(10)]]);
        if (!part) throw new Error('the part is not listed');
        for (const parts of [
          [{ ...part, etag: '"00000000000000000000000000000000"' }],
          [{ ...part, sha256Base64: sha256(bytesOf(11)) }],
          [part, { ...part, number: 2 }],
        ]) {
          expect((await errorOf(store.completeMultipart({ ...upload, parts }))).code).toBe('PART_REFUSED');
        }
        expect(await store.head(upload.key)).toBeNull();
        await store.completeMultipart({ ...upload, parts: [part] });
      });
    });
  });
}
