import { createHash } from 'node:crypto';
import { makeMp4 } from './mp4.ts';

/** A film of any size, of which only its beginning is kept; the same job gives the same bytes. */
export type Film = {
  sizeBytes: number;
  /** Pieces of at most 64 KiB. */
  read(start: number, endExclusive: number): Iterable<Buffer>;
};

const sizes: Readonly<Record<string, { widthPx: number; heightPx: number }>> = {
  '16:9': { widthPx: 320, heightPx: 180 },
  '9:16': { widthPx: 180, heightPx: 320 },
  '1:1': { widthPx: 240, heightPx: 240 },
};

/** A prime, so that a piece that lands a power of two too far is another one. */
const fillerBytes = 1_048_573;
const pieceBytes = 64 * 1024;

/**
 * @param name what the film is of; another name makes another film
 * @param sizeBytes made so large by free space behind it, which players pass over (ISO/IEC 14496-12, 8.1.2); null as it is
 */
export function makeFilm(input: {
  name: string;
  aspect: string;
  durationSeconds: number;
  sizeBytes: number | null;
}): Film {
  const digest = createHash('sha256').update(input.name).digest();
  const size = sizes[input.aspect] ?? { widthPx: 320, heightPx: 180 };
  const film = makeMp4(size, Math.min(input.durationSeconds, 60), digest.readUInt16BE(0) % 160);
  const sizeBytes = Math.max(film.length, input.sizeBytes ?? 0);
  const freeBytes = sizeBytes - film.length;
  // Less than a box's head cannot be free space; it is left to the player to pass over.
  const start = Buffer.concat([film, freeBytes >= 16 ? wideFree(freeBytes) : Buffer.alloc(freeBytes)]);
  const filler = freeBytes > 16 ? fillerOf(digest) : Buffer.alloc(0);
  return {
    sizeBytes,
    *read(from, endExclusive) {
      const end = Math.min(endExclusive, sizeBytes);
      for (let at = from; at < end; ) {
        const upTo = Math.min(at + pieceBytes, end);
        if (at < start.length) yield start.subarray(at, Math.min(upTo, start.length));
        else yield around(filler, at - start.length, upTo - at);
        at = at < start.length ? Math.min(upTo, start.length) : upTo;
      }
    },
  };
}

/** The hex SHA-256 of all its bytes. */
export function sha256Of(film: Film): string {
  const hash = createHash('sha256');
  for (const piece of film.read(0, film.sizeBytes)) hash.update(piece);
  return hash.digest('hex');
}

function wideFree(sizeBytes: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0);
  head.write('free', 4, 'latin1');
  head.writeBigUInt64BE(BigInt(sizeBytes), 8);
  return head;
}

function fillerOf(digest: Buffer): Buffer {
  const bytes = Buffer.alloc(fillerBytes);
  let state = digest.readUInt32BE(4) | 1;
  for (let at = 0; at < fillerBytes; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}

function around(filler: Buffer, offset: number, sizeBytes: number): Buffer {
  const first = filler.subarray(offset % fillerBytes, (offset % fillerBytes) + sizeBytes);
  if (first.length === sizeBytes) return first;
  return Buffer.concat([first, filler.subarray(0, sizeBytes - first.length)]);
}
