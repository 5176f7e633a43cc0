import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { startStorage } from '../testing/storage.ts';
import { type S3Clients, s3Clients } from './client.ts';
import { copyInParts } from './copy.ts';
import { s3ObjectStore } from './provider.ts';

const mebibyte = 1024 ** 2;
const film = randomBytes(12 * mebibyte + 5);
const copying = {
  from: 'pending/é 1.mp4',
  to: 'success/1.mp4',
  sizeBytes: film.length,
  contentType: 'video/mp4',
};

describe('a copy in parts', () => {
  let storage: Awaited<ReturnType<typeof startStorage>>;
  let clients: S3Clients;
  const place = () => ({ s3: clients.own, bucket: clients.bucket });

  beforeAll(async () => {
    storage = await startStorage();
    clients = s3Clients(storage.config);
    await clients.own.send(new PutObjectCommand({ Bucket: 'films', Key: copying.from, Body: film }));
  });
  afterAll(async () => {
    clients.close();
    await storage.close();
  });

  it('is the same object', async () => {
    const store = s3ObjectStore(clients);
    await copyInParts(place(), copying, 5 * mebibyte);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await store.read(copying.to)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(film)).toBe(true);
    expect(await store.head(copying.to)).toMatchObject({ sizeBytes: film.length, contentType: 'video/mp4' });
    expect(storage.server.ledger().filter(({ operation }) => operation === 'UploadPartCopy')).toHaveLength(3);
  });

  it('that fails in the middle leaves nothing behind', async () => {
    const to = 'success/2.mp4';
    storage.server.provoke({ kind: 'fail', operation: 'UploadPartCopy', times: 3 });
    const copy = copyInParts(place(), { ...copying, to }, 5 * mebibyte);
    expect((await errorOf(copy)).code).toBe('PROVIDER_UNAVAILABLE');
    storage.server.provoke({ kind: 'clear' });
    expect(await s3ObjectStore(clients).findMultiparts(to)).toEqual([]);
    expect(await s3ObjectStore(clients).head(to)).toBeNull();
  });

  it('of nothing that is there says so', async () => {
    const copy = copyInParts(place(), { ...copying, from: 'pending/gone.mp4' }, 5 * mebibyte);
    expect((await errorOf(copy)).code).toBe('NOT_FOUND');
  });
});
