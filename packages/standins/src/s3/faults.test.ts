import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { parseFault } from './faults.ts';
import { signPut, startForTest, testing } from './testing.ts';

const Bucket = testing.bucket;

test('the next requests fail as often as asked, below the prefix only', async () => {
  const { s3, client } = await startForTest();
  s3.provoke({ kind: 'fail', times: 2, keyPrefix: 'pending/' });
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await put('success/a');
  for (let i = 0; i < 2; i++) {
    await expect(put('pending/a')).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    });
  }
  await put('pending/a');
  s3.provoke({ kind: 'fail', code: 'InternalError', operation: 'GetObject' });
  await put('pending/b');
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'pending/b' }))).rejects.toMatchObject({
    name: 'InternalError',
    $metadata: { httpStatusCode: 500 },
  });
});

test('a body is cut after so many bytes, leaves nothing, and goes through the next time', async () => {
  const { s3, client } = await startForTest();
  s3.provoke({ kind: 'cut', afterBytes: 500_000, keyPrefix: 'pending/' });
  const body = Buffer.alloc(2_000_000, 1);
  const url = await signPut(client, 'pending/a');
  await expect(fetch(url, { method: 'PUT', body })).rejects.toThrow();
  expect(s3.listEverything(Bucket)).toEqual({ objects: [], uploads: [] });
  expect(s3.ledger().at(-1)).toMatchObject({ operation: 'PutObject', key: 'pending/a', outcome: 'cut' });
  expect((await fetch(url, { method: 'PUT', body })).status).toBe(200);
});

test('an answer is cut in the middle too', async () => {
  const { s3, client } = await startForTest();
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: Buffer.alloc(2_000_000) }));
  s3.provoke({ kind: 'cut', afterBytes: 500_000, operation: 'GetObject' });
  const read = async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    return (await Body?.transformToByteArray())?.length;
  };
  await expect(read()).rejects.toThrow();
  expect(await read()).toBe(2_000_000);
});

test('bodies are slowed to the rate asked for, until cleared', async () => {
  const { s3, client } = await startForTest();
  const timed = async () => {
    const startedAt = performance.now();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: Buffer.alloc(400_000) }));
    return performance.now() - startedAt;
  };
  s3.provoke({ kind: 'slow', bytesPerSecond: 500_000 });
  const slowed = await timed();
  expect(slowed).toBeGreaterThan(750);
  s3.provoke({ kind: 'clear' });
  expect(await timed()).toBeLessThan(slowed);
});

test('faults, ledger and contents are reached over HTTP, by JSON only', async () => {
  const { s3, client } = await startForTest();
  const control = `${s3.url}/_control`;
  const post = (body: unknown, type = 'application/json') =>
    fetch(`${control}/faults`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });
  const json = async (path: string): Promise<unknown> => (await fetch(`${control}${path}`)).json();

  expect((await post({ kind: 'fail' })).status).toBe(200);
  expect(await json('/state')).toMatchObject({
    buckets: [Bucket],
    faults: [{ fault: { kind: 'fail' }, left: 1 }],
  });
  const put = new PutObjectCommand({ Bucket, Key: 'a', Body: 'film', ContentType: 'video/mp4' });
  await expect(client.send(put)).rejects.toMatchObject({ name: 'SlowDown' });
  await client.send(put);
  expect(await json('/ledger')).toMatchObject([
    { seq: 1, operation: 'PutObject', key: 'a', outcome: 'refused', error: 'SlowDown' },
    { seq: 2, method: 'PUT', operation: 'PutObject', bucket: Bucket, key: 'a', bytes: 4, outcome: 'done' },
  ]);
  expect(await json('/ledger?since=1')).toHaveLength(1);
  expect(await json('/everything')).toMatchObject({
    [Bucket]: { objects: [{ key: 'a', sizeBytes: 4, contentType: 'video/mp4' }], uploads: [] },
  });
  expect((await post({ kind: 'fail' }, 'text/plain')).status).toBe(400);
  expect((await post({ kind: 'explode' })).status).toBe(400);
  await post({ kind: 'slow', bytesPerSecond: 1000 });
  expect(await (await fetch(`${control}/faults`, { method: 'DELETE' })).json()).toEqual([]);
  expect((await fetch(`${control}/other`)).status).toBe(404);
});

test.each([
  null,
  'fail',
  { kind: 'slow' },
  { kind: 'slow', bytesPerSecond: 0 },
  { kind: 'cut' },
  { kind: 'fail', times: -1 },
  { kind: 'fail', code: 'NoSuchKey' },
  { kind: 'fail', keyPrefix: 7 },
])('%j is no fault', (value) => {
  expect(parseFault(value)).toBeUndefined();
});
