import { createHash } from 'node:crypto';
import type { ObjectStore, PresignedPart, StoredPart } from '@backlot/core';

/** A store that is ready for use, and the same with a bucket that does not exist. */
export type ObjectStoreUnderTest = {
  store: ObjectStore;
  withoutBucket: ObjectStore;
  close(): Promise<void>;
};

export type Upload = { key: string; multipartId: string };

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

/** Bytes that differ at every place and with every seed, the same in every run. */
export const bytesOf = (sizeBytes: number, seed = 1) =>
  Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 31 + (index >> 8) * 17 + seed * 101) & 0xff);

/** The bytes as a stream of pieces of this size. */
export async function* inPieces(bytes: Uint8Array, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export const waitSeconds = (seconds: number) => new Promise((later) => setTimeout(later, seconds * 1000));

/** Does it for every item, so many at a time. */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  const takeTurns = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}

/** Sends a part as a browser does. */
export const put = (
  part: PresignedPart,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = part.headers,
) => fetch(part.url, { method: 'PUT', body: Buffer.from(bytes), headers });

/** What tests do to a store, below a prefix that is new in every run. */
export function hands(store: ObjectStore) {
  const run = `contract-${Date.now().toString(36)}`;
  let count = 0;

  const newKey = (ending = '.mp4') => {
    count += 1;
    return `${run}/${count}${ending}`;
  };

  const presign = ({ key, multipartId }: Upload, number: number, bytes: Uint8Array, expiresInSeconds = 60) =>
    store.presignPart({
      key,
      multipartId,
      number,
      sizeBytes: bytes.length,
      sha256Base64: sha256(bytes),
      expiresInSeconds,
    });

  const open = async (key = newKey()): Promise<Upload> => ({
    key,
    multipartId: await store.openMultipart({ key, contentType: 'video/mp4' }),
  });

  /** Sends parts in the order they are given; answers what storage lists. */
  async function send(
    upload: Upload,
    parts: readonly (readonly [number, Uint8Array])[],
  ): Promise<StoredPart[]> {
    for (const [number, bytes] of parts) {
      const answer = await put(await presign(upload, number, bytes), bytes);
      if (!answer.ok) throw new Error(`part ${number} was refused: ${answer.status} ${await answer.text()}`);
    }
    return store.listParts(upload);
  }

  /** Stores an object of one part; answers its key. */
  async function stored(bytes: Uint8Array, key = newKey()): Promise<string> {
    const upload = await open(key);
    await store.completeMultipart({ ...upload, parts: await send(upload, [[1, bytes]]) });
    return key;
  }

  return { newKey, presign, open, send, stored };
}
