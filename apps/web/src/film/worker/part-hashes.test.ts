import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { partHasher } from './part-hashes.ts';

const partBytes = 8 * 1024 ** 2;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

it.each([
  { name: 'less than a part', sizeBytes: 1_000, chunkBytes: 300 },
  { name: 'whole parts', sizeBytes: 2 * partBytes, chunkBytes: 2 * 1024 ** 2 },
  { name: 'a last part of one byte', sizeBytes: 2 * partBytes + 1, chunkBytes: 3_000_001 },
  { name: 'chunks larger than parts', sizeBytes: 3 * partBytes + 5, chunkBytes: 20_000_000 },
])('hashes each part of $name, however the bytes come', async ({ sizeBytes, chunkBytes }) => {
  const film = randomBytes(sizeBytes);
  const hasher = partHasher(sizeBytes);
  for (let from = 0; from < sizeBytes; from += chunkBytes) {
    const chunk = Uint8Array.from(film.subarray(from, from + chunkBytes));
    await hasher.update(chunk);
    // Whoever hands bytes over may use their room again.
    chunk.fill(0);
  }
  const parts = Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) =>
    sha256(film.subarray(index * partBytes, (index + 1) * partBytes)),
  );
  expect(await hasher.finish()).toEqual(parts);
});
