import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partCount } from '@backlot/core';
import { s3Clients, s3ObjectStore } from '@backlot/providers';
import { startS3 } from '@backlot/standins/s3';
import type { ServerUpload } from '../upload/from-server.ts';
import type { PartPromise } from '../upload/transport.ts';

const MIB = 1024 ** 2;
const account = { accessKeyId: 'film-test', secretAccessKey: 'film-test-secret', region: 'us-east-1' };

type Asset = ServerUpload & { key: string; multipartId: string };

/** The product's own way to storage before a strict S3 on loopback, and the least of a server that grants uploads. */
export async function serveStorage(partSizeBytes = 5 * MIB) {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-film-s3-'));
  const s3 = await startS3({ ...account, dataDir, buckets: ['films'], corsOrigins: () => ['*'] });
  const clients = s3Clients({ ...account, endpoint: s3.url, bucket: 'films', forcePathStyle: true });
  const store = s3ObjectStore(clients);
  const assets = new Map<string, Asset>();
  /** Parts are signed until so many have been; then the server is busy. */
  let signable = Number.POSITIVE_INFINITY;

  function find(uploadId: string): Asset {
    const asset = [...assets.values()].find((one) => one.uploadId === uploadId);
    if (!asset) throw new Error('unknown upload');
    return asset;
  }

  /** Grants an upload, as the confirmation of an order does. */
  async function grant(film: {
    campaignId: string;
    purpose: 'film' | 'poster';
    sizeBytes: number;
    sha256: string;
  }) {
    const assetId = randomUUID();
    const key = `pending/${assetId}`;
    const multipartId = await store.openMultipart({ key, contentType: 'video/mp4' });
    const count = partCount(film.sizeBytes, partSizeBytes);
    const rest = {
      uploadId: randomUUID(),
      assetId,
      partSizeBytes,
      partCount: count,
      verified: false,
      refusal: null,
      lastRefusal: null,
    };
    assets.set(assetId, { ...film, ...rest, state: 'open', assetState: 'awaiting_upload', key, multipartId });
    return assetId;
  }

  /** What the job does that checks an object: all in, and the very bytes that were promised. */
  async function verify(asset: Asset): Promise<void> {
    const whole = { key: asset.key, multipartId: asset.multipartId };
    await store.completeMultipart({ ...whole, parts: await store.listParts(whole) });
    const hash = createHash('sha256');
    for await (const chunk of await store.read(asset.key)) hash.update(chunk);
    if (hash.digest('hex') !== asset.sha256) throw new Error('other bytes arrived than were promised');
    Object.assign(asset, { state: 'done', assetState: 'human_review', verified: true });
  }

  /** Answers a call of the page's; `null` stands for a server that is busy. */
  async function call(name: string, input: { assetId?: string; uploadId?: string; parts?: PartPromise[] }) {
    if (name === 'live') return [...assets.values()].filter((asset) => !asset.verified);
    if (name === 'get') return assets.get(input.assetId ?? '');
    const asset = find(input.uploadId ?? '');
    const { key, multipartId } = asset;
    if (name === 'storedParts') return store.listParts({ key, multipartId });
    if (name === 'complete') {
      await verify(asset);
      return asset;
    }
    const parts = input.parts ?? [];
    if (parts.length > signable) return null;
    signable -= parts.length;
    return Promise.all(
      parts.map((part) => store.presignPart({ key, multipartId, ...part, expiresInSeconds: 60 })),
    );
  }

  return {
    call,
    grant,
    s3,
    origin: s3.url,
    /** The parts that storage took of an asset, in order, each time it took one. */
    partsTaken(assetId: string): number[] {
      const { key } = assets.get(assetId) as Asset;
      const writes = s3.ledger().filter((write) => write.key === key && write.outcome === 'done');
      return writes.flatMap(({ operation, partNumber }) =>
        operation === 'UploadPart' ? [partNumber ?? 0] : [],
      );
    },
    isVerified: (assetId: string) => assets.get(assetId)?.verified ?? false,
    allowParts(count: number) {
      signable = count;
    },
    async read(assetId: string): Promise<Buffer> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await store.read((assets.get(assetId) as Asset).key)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    async close() {
      clients.close();
      await s3.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
