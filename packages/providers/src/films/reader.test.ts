import { BacklotError } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import { contractBytes, contractJson } from '../testing/contracts.ts';
import { readFilm } from './read-film.ts';
import { filmReader } from './reader.ts';

type Manifest = {
  files: {
    file: string;
    opens: boolean;
    container?: string;
    duration_s?: number;
    streams?: { type: string; codec: string | null; width?: number; height?: number }[];
  }[];
};

const { files } = contractJson<Manifest>('media/manifest.json');
const codecs: Record<string, string> = { h264: 'avc', hevc: 'hevc', vp9: 'vp9', av1: 'av1' };

/** A source over bytes in memory that counts what is asked of it. */
function counted(bytes: Uint8Array, sizeBytes = bytes.length) {
  const asked = { bytes: 0, largest: 0 };
  return {
    asked,
    sizeBytes,
    range: async (start: number, endExclusive: number) => {
      asked.bytes += endExclusive - start;
      asked.largest = Math.max(asked.largest, endExclusive - start);
      return bytes.subarray(start, endExclusive);
    },
  };
}

describe('a film', () => {
  it('is there for every line of the manifest', () => {
    expect(files).toHaveLength(8);
  });

  it.each(files)('is read from its bytes: $file', async (line) => {
    const reading = await filmReader.read(counted(contractBytes(`media/${line.file}`)));
    if (!line.opens) {
      expect(reading).toEqual({ ok: false, reason: 'unreadable' });
      return;
    }
    if (!reading.ok) throw new Error(reading.reason);
    const video = line.streams?.find((stream) => stream.type === 'video');
    const turned = line.file === 'dolbyVision-hdr.MOV';
    expect(reading.container).toBe(containerOf(line.file));
    expect([reading.widthPx, reading.heightPx]).toEqual(
      turned ? [video?.height, video?.width] : [video?.width, video?.height],
    );
    expect(reading.videoCodec).toBe(codecs[video?.codec ?? '']);
    // The manifest has the header's word for it; ours is the end of the last frame of any track.
    expect(Math.abs(reading.durationMs - (line.duration_s ?? 0) * 1000)).toBeLessThanOrEqual(60);
  });

  const containerOf = (file: string) => file.split('.').at(-1)?.toLowerCase();

  it('is judged by its bytes and not by a name: any other content is unreadable', async () => {
    const contents = ['', '<html>', 'RIFF....WAVEfmt ', '%PDF-1.7', 'x'.repeat(100_000)];
    for (const content of contents) {
      expect(await filmReader.read(counted(Buffer.from(content)))).toEqual({
        ok: false,
        reason: 'unreadable',
      });
    }
  });

  it('that calls itself matroska and not webm is unreadable', async () => {
    const webm = contractBytes('media/bear-vp9.webm');
    const at = webm.indexOf('webm');
    const matroska = Buffer.concat([webm.subarray(0, at), Buffer.from('mkvx'), webm.subarray(at + 4)]);
    expect(at).toBeGreaterThan(0);
    expect(await filmReader.read(counted(matroska))).toEqual({ ok: false, reason: 'unreadable' });
  });

  it('without a picture has no video', async () => {
    const film = Buffer.from(contractBytes('media/sample.mp4'));
    // The handler of the video track becomes one of text.
    film.write('text', film.indexOf('vide'), 'latin1');
    expect(await filmReader.read(counted(film))).toEqual({ ok: false, reason: 'no_video' });
  });

  it('that breaks off anywhere is unreadable or read, and never an error', async () => {
    const film = contractBytes('media/sample_av1.mp4');
    for (let size = 0; size < film.length; size += 4_001) {
      const reading = await filmReader.read(counted(film.subarray(0, size)));
      expect(reading.ok).toBe(false);
    }
  });

  it('of 2 GiB is read by its tables alone', async () => {
    const { film, sizeBytes } = stretched(contractBytes('media/sample.mp4'), 2 * 1024 ** 3);
    const asked = { bytes: 0 };
    const reading = await filmReader.read({
      sizeBytes,
      range: async (start, endExclusive) => {
        asked.bytes += endExclusive - start;
        const bytes = Buffer.alloc(endExclusive - start);
        film.copy(bytes, 0, start, Math.min(endExclusive, film.length));
        return bytes;
      },
    });
    expect(reading).toMatchObject({ ok: true, container: 'mp4', durationMs: 1067 });
    expect(asked.bytes).toBeLessThan(4 * 1024 ** 2);
  });

  it('in six hundred fragments is read by the headers of them all', async () => {
    const { sizeBytes, range } = inFragments(contractBytes('media/sample_fragmented.mp4'), 600, 3_400_000);
    const asked = { bytes: 0, largest: 0, times: 0 };
    const reading = await filmReader.read({
      sizeBytes,
      range: async (start, endExclusive) => {
        asked.bytes += endExclusive - start;
        asked.largest = Math.max(asked.largest, endExclusive - start);
        asked.times += 1;
        return range(start, endExclusive);
      },
    });
    expect(reading).toMatchObject({ ok: true, container: 'mp4', durationMs: 640_871 });
    expect(sizeBytes).toBeGreaterThan(2_000_000_000);
    expect(asked.bytes).toBeLessThan(150_000_000);
    expect(asked.largest).toBeLessThan(1_000_000);
    expect(asked.times).toBeLessThan(700);
  });

  it('whose header wants much at once is refused without asking for it', async () => {
    const film = Buffer.from(contractBytes('media/sample.mp4'));
    film.writeUInt32BE(100 * 1024 ** 2, film.indexOf('moov') - 4);
    const source = counted(padded(film), 2 * 1024 ** 3);
    expect(await filmReader.read(source)).toEqual({ ok: false, reason: 'unreadable' });
    expect(source.asked.largest).toBeLessThanOrEqual(32 * 1024 ** 2);
  });

  it('of endless small boxes is refused when it has asked for enough', async () => {
    const start = contractBytes('media/sample.mp4').subarray(0, 32);
    const box = Buffer.from([0, 0, 0, 8, ...Buffer.from('free')]);
    const boxes = Buffer.concat([start, Buffer.alloc(8 * 1024 ** 2, box)]);
    const source = counted(boxes);
    const limits = { readBytesMax: 1024 ** 2, totalReadBytesMax: 2 * 1024 ** 2 };
    expect(await readFilm(source, limits)).toEqual({ ok: false, reason: 'unreadable' });
    expect(source.asked.bytes).toBeLessThanOrEqual(limits.totalReadBytesMax);
  });

  it.each([0, 1, 2, 3, 10])('whose storage fails after %i reads is not called unreadable', async (good) => {
    const gone = new BacklotError('PROVIDER_UNAVAILABLE');
    const { sizeBytes, range } = inFragments(contractBytes('media/sample_fragmented.mp4'), 50, 3_400_000);
    let reads = 0;
    const failing = (start: number, endExclusive: number) => {
      reads += 1;
      return reads > good ? Promise.reject(gone) : range(start, endExclusive);
    };
    await expect(filmReader.read({ sizeBytes, range: failing })).rejects.toBe(gone);
  });

  it('that storage gives in part is not called unreadable', async () => {
    const film = contractBytes('media/sample.mp4');
    const source = { sizeBytes: film.length, range: async () => film.subarray(0, 10) };
    await expect(filmReader.read(source)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});

/** With 128 MiB of nothing behind it. */
const padded = (film: Buffer) => Buffer.concat([film, Buffer.alloc(128 * 1024 ** 2)]);

/** A film whose first fragment comes again and again, each with so much of nothing in its mdat. */
function inFragments(film: Buffer, count: number, mdatBytes: number) {
  const at = film.indexOf('moof') - 4;
  const head = film.subarray(0, at);
  const mdat = Buffer.alloc(8);
  mdat.writeUInt32BE(mdatBytes);
  mdat.write('mdat', 4);
  const fragment = Buffer.concat([film.subarray(at, at + film.readUInt32BE(at)), mdat]);
  const stride = fragment.length - mdat.length + mdatBytes;
  const range = async (start: number, endExclusive: number): Promise<Uint8Array> => {
    const bytes = Buffer.alloc(endExclusive - start);
    const lay = (piece: Buffer, place: number) => {
      const from = Math.max(start, place);
      const to = Math.min(endExclusive, place + piece.length);
      if (from < to) piece.copy(bytes, from - start, from - place, to - place);
    };
    lay(head, 0);
    const first = Math.max(0, Math.floor((start - at) / stride));
    for (let index = first; index < count && at + index * stride < endExclusive; index += 1) {
      lay(fragment, at + index * stride);
    }
    return bytes;
  };
  return { sizeBytes: at + count * stride, range };
}

/** The film with its mdat, which must be the last box, declared and padded up to a whole size. */
function stretched(film: Buffer, sizeBytes: number): { film: Buffer; sizeBytes: number } {
  const longer = Buffer.from(film);
  for (let at = 0; at < longer.length; ) {
    const size = longer.readUInt32BE(at);
    const isLast = at + size >= longer.length;
    if (longer.toString('latin1', at + 4, at + 8) === 'mdat' && isLast) {
      longer.writeUInt32BE(sizeBytes - at, at);
      return { film: longer, sizeBytes };
    }
    at += size;
  }
  throw new Error('the film does not end in mdat');
}
