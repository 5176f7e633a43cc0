import { BacklotError, type ObjectStore } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import {
  all,
  bytesOf,
  collect,
  hands,
  inPieces,
  inTurns,
  type ObjectStoreUnderTest,
  sha256,
  waitSeconds,
} from './hands.ts';

/**
 * What domain and browsers rely on in any object store: whole objects. Run it against a bucket of its own; it leaves
 * objects behind.
 */
export function objectsContract(name: string, connect: () => Promise<ObjectStoreUnderTest>): void {
  describe(`the objects contract, ${name}`, () => {
    let under: ObjectStoreUnderTest;
    let store: ObjectStore;
    let by: ReturnType<typeof hands>;

    beforeAll(async () => {
      under = await connect();
      store = under.store;
      by = hands(store);
    });
    afterAll(() => under.close());

    it('answers a ping, and says when its bucket is not there', async () => {
      await store.ping();
      expect((await errorOf(under.withoutBucket.ping())).code).toBe('PROVIDER_UNAVAILABLE');
    });

    it('reads exactly the bytes of a range', async () => {
      const bytes = bytesOf(10_000);
      const key = await by.stored(bytes);
      for (const [start, endExclusive] of [
        [0, 1],
        [9_999, 10_000],
        [100, 5_000],
        [0, 10_000],
      ] as const) {
        expect(await collect(await store.read(key, { start, endExclusive }))).toEqual(
          Buffer.from(bytes.subarray(start, endExclusive)),
        );
      }
      expect((await collect(await store.read(key, { start: 7, endExclusive: 7 }))).length).toBe(0);
    });

    it('knows nothing of an object that is not there', async () => {
      const key = by.newKey();
      expect(await store.head(key)).toBeNull();
      expect((await errorOf(store.read(key))).code).toBe('NOT_FOUND');
      await store.delete(key);
      const copying = store.copy({ from: key, to: by.newKey(), sizeBytes: 1, contentType: 'video/mp4' });
      expect((await errorOf(copying)).code).toBe('NOT_FOUND');
    });

    it('copies whole objects, also under odd names, and deletes', async () => {
      const bytes = bytesOf(20_000);
      const from = await by.stored(bytes, by.newKey("/été + 100% (1)'s.mov"));
      const to = by.newKey('/às.mov');
      await store.copy({ from, to, sizeBytes: bytes.length, contentType: 'video/quicktime' });
      expect(await collect(await store.read(to))).toEqual(Buffer.from(bytes));
      expect(await store.head(to)).toMatchObject({ sizeBytes: bytes.length, contentType: 'video/quicktime' });
      await store.copy({ from, to, sizeBytes: bytes.length, contentType: 'video/quicktime' });
      await store.delete(from);
      await store.delete(from);
      expect(await store.head(from)).toBeNull();
      expect(await store.head(to)).not.toBeNull();
    });

    describe('the address of an object', () => {
      it('gives it whole or in part, under the name and type that were asked for', async () => {
        const bytes = bytesOf(5_000);
        const key = await by.stored(bytes);
        const url = await store.presignRead({
          key,
          expiresInSeconds: 60,
          contentType: 'video/webm',
          downloadName: 'été "1".mp4',
        });
        const whole = await fetch(url);
        expect(whole.status).toBe(200);
        expect(whole.headers.get('content-type')).toBe('video/webm');
        expect(whole.headers.get('content-disposition')).toBe(
          `attachment; filename="_t_ _1_.mp4"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.mp4`,
        );
        expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(bytes));

        const range = await fetch(url, { headers: { range: 'bytes=10-19' } });
        expect([range.status, range.headers.get('content-range')]).toEqual([206, 'bytes 10-19/5000']);
        expect(Buffer.from(await range.arrayBuffer())).toEqual(Buffer.from(bytes.subarray(10, 20)));
      });

      it('is for this object, for reading, and for a while', async () => {
        const key = await by.stored(bytesOf(10));
        const other = await by.stored(bytesOf(10), `${key}x`);
        const url = await store.presignRead({ key, expiresInSeconds: 60 });
        expect((await fetch(url.replace(key, other))).status).toBe(403);
        expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
        expect((await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).status).toBe(403);
        const short = await store.presignRead({ key, expiresInSeconds: 1 });
        expect((await fetch(short)).status).toBe(200);
        await waitSeconds(2.1);
        expect((await fetch(short)).status).toBe(403);
        expect((await fetch(url)).status).toBe(200);
        expect(await store.head(key)).not.toBeNull();
      });
    });

    it.each([0, 1, 20_000_000])(
      'writes %i bytes that come as a stream, and says how many',
      async (sizeBytes) => {
        const key = by.newKey('/made.zip');
        const bytes = bytesOf(sizeBytes);
        const contentType = 'application/zip';
        const written = await store.write({ key, contentType, bytes: inPieces(bytes, 300_000) });
        expect(written).toEqual({ sizeBytes });
        expect(await store.head(key)).toMatchObject({ sizeBytes, contentType });
        expect(sha256(await collect(await store.read(key)))).toBe(sha256(bytes));
        expect(await store.findMultiparts(key)).toEqual([]);
      },
    );

    it('writes nothing of a stream that fails, and leaves what stood there', async () => {
      const key = by.newKey('/made.zip');
      const contentType = 'application/zip';
      const before = bytesOf(100);
      await store.write({ key, contentType, bytes: inPieces(before, 100) });
      const failing = async function* () {
        yield* inPieces(bytesOf(34_000_000), 1_000_000);
        throw new BacklotError('OUT_OF_ORDER');
      };
      const writing = store.write({ key, contentType, bytes: failing() });
      expect((await errorOf(writing)).code).toBe('OUT_OF_ORDER');
      expect(await collect(await store.read(key))).toEqual(Buffer.from(before));
      expect(await store.findMultiparts(key)).toEqual([]);
    });

    it('lists everything under a prefix, beyond one page', async () => {
      const prefix = by.newKey('/');
      const wanted = 1_005;
      const keys = Array.from({ length: wanted }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
      await inTurns(keys, 16, (key) => by.open(key));
      expect((await all(store.listMultiparts(prefix))).map((upload) => upload.key)).toEqual(keys);
      expect(await all(store.list(prefix))).toEqual([]);

      const from = await by.stored(bytesOf(3));
      await inTurns(keys, 16, (to) => store.copy({ from, to, sizeBytes: 3, contentType: 'video/mp4' }));
      const objects = await all(store.list(prefix));
      expect(objects.map((object) => object.key)).toEqual(keys);
      expect(new Set(objects.map((object) => object.sizeBytes))).toEqual(new Set([3]));
      expect(await all(store.list(`${prefix}none`))).toEqual([]);
    }, 120_000);
  });
}
