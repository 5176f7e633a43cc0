import { BacklotError, type FilmPoster, posterRules, posterSize } from '@backlot/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contractBytes } from '../testing/contracts.ts';
import { filmReader } from './reader.ts';
import { filmOfColours } from './testing.ts';

const sourceOf = (bytes: Uint8Array) => ({
  sizeBytes: bytes.length,
  range: async (start: number, endExclusive: number) => bytes.subarray(start, endExclusive),
});
async function posterOf(bytes: Uint8Array): Promise<FilmPoster> {
  const poster = await filmReader.poster(sourceOf(bytes));
  if (!poster) throw new Error('the film gave no picture');
  return poster;
}

/** A picture in a few grey dots, to tell whether two show the same. */
const gist = (bytes: Uint8Array) => sharp(bytes).greyscale().resize(12, 8, { fit: 'fill' }).raw().toBuffer();
const apart = (one: Buffer, other: Buffer) =>
  one.reduce((sum, grey, at) => sum + Math.abs(grey - (other[at] ?? 0)), 0) / one.length;

describe('a poster', () => {
  it.each([
    ['sample.mp4', 1080, 720],
    ['sample_av1.mp4', 1080, 720],
    ['sample_fragmented.mp4', 1080, 720],
    ['sample_with_increasing_timestamps_320w_240h.mp4', 320, 240],
    ['bear-vp9.webm', 320, 240],
    ['dolbyVision-hdr.MOV', 720, 1280],
  ])('is made of %s', async (file, widthPx, heightPx) => {
    const film = contractBytes(`media/${file}`);
    const reading = await filmReader.read(sourceOf(film));
    const poster = await posterOf(film);
    expect(poster).toMatchObject({ ...posterSize({ widthPx, heightPx }), contentType: 'image/webp' });
    expect(reading).toMatchObject({ widthPx: poster.widthPx, heightPx: poster.heightPx });
    expect(poster.bytes.length).toBeLessThanOrEqual(posterRules.sizeBytesMax);
    const { width, height, format, exif, icc } = await sharp(poster.bytes).metadata();
    expect({ width, height, format, exif, icc }).toEqual({
      width: widthPx,
      height: heightPx,
      format: 'webp',
    });
    // Something is to be seen on it.
    const { channels } = await sharp(poster.bytes).stats();
    for (const { stdev } of channels) expect(stdev).toBeGreaterThan(25);
  });

  it('shows its own film, whatever the codec', async () => {
    const [avc, av1, bear] = await Promise.all(
      ['sample.mp4', 'sample_av1.mp4', 'bear-vp9.webm'].map(async (file) =>
        gist((await posterOf(contractBytes(`media/${file}`))).bytes),
      ),
    );
    if (!avc || !av1 || !bear) throw new Error('three films');
    expect(apart(avc, av1)).toBeLessThan(4);
    expect(apart(avc, bear)).toBeGreaterThan(30);
  });

  it('stands upright: the sky of a turned film is above', async () => {
    const { bytes } = await posterOf(contractBytes('media/dolbyVision-hdr.MOV'));
    const rows = await sharp(bytes).greyscale().resize(1, 2, { fit: 'fill' }).raw().toBuffer();
    const columns = await sharp(bytes).greyscale().resize(2, 1, { fit: 'fill' }).raw().toBuffer();
    expect((rows[0] ?? 0) - (rows[1] ?? 0)).toBeGreaterThan(30);
    expect(Math.abs((columns[0] ?? 0) - (columns[1] ?? 0))).toBeLessThan(30);
  });

  it('is the same for the same bytes, so that a job may run twice, and at once', async () => {
    const film = contractBytes('media/sample.mp4');
    const [one, other] = await Promise.all([posterOf(film), posterOf(film)]);
    expect(one).toEqual(other);
  });

  it('has the colours of its film, and names their mean', async () => {
    const colours = [
      [200, 30, 40],
      [20, 160, 60],
      [30, 60, 220],
    ] as const;
    for (const colour of colours) {
      const { averageColour } = await posterOf(await filmOfColours([colour, colour]));
      const made = [1, 3, 5].map((at) => Number.parseInt(averageColour.slice(at, at + 2), 16));
      for (const [at, part] of colour.entries()) expect(Math.abs((made[at] ?? 0) - part)).toBeLessThan(8);
    }
  });

  it('is of what follows, where a film begins in black', async () => {
    // Its middle is black still, and no key picture is before it but the first.
    const black = Array.from({ length: 30 }, () => [0, 0, 0] as const);
    const light = Array.from({ length: 10 }, () => [210, 200, 60] as const);
    const { averageColour } = await posterOf(await filmOfColours([...black, ...light]));
    expect(Number.parseInt(averageColour.slice(1, 3), 16)).toBeGreaterThan(190);
  });

  it('is black where all is black', async () => {
    const black = Array.from({ length: 5 }, () => [0, 0, 0] as const);
    expect((await posterOf(await filmOfColours(black))).averageColour).toMatch(/^#0.0.0.$/);
  });
});

describe('no poster', () => {
  it.each(['invalid-bitstream.webm', 'truncated-no-moov.mp4'])('is made of %s', async (file) => {
    expect(await filmReader.poster(sourceOf(contractBytes(`media/${file}`)))).toBeNull();
  });

  it('is made of what is no film', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('<html>'), Buffer.alloc(50_000, 7)])
      expect(await filmReader.poster(sourceOf(bytes))).toBeNull();
  });

  it('is made of a film without a picture', async () => {
    const film = Buffer.from(contractBytes('media/sample.mp4'));
    film.write('text', film.indexOf('vide'), 'latin1');
    expect(await filmReader.poster(sourceOf(film))).toBeNull();
  });

  it('is made of a film of more pixels than are decoded', async () => {
    const film = await filmOfColours([[9, 99, 9]], { widthPx: 320, heightPx: 256 });
    expect(await posterOf(film)).toMatchObject({ widthPx: 320, heightPx: 256 });
    // PixelWidth and PixelHeight of the container (RFC 9559, 5.1.4.1.28), two bytes each.
    for (const element of [
      [0xb0, 0x82, 0x01, 0x40],
      [0xba, 0x82, 0x01, 0x00],
    ]) {
      const at = film.indexOf(Buffer.from(element));
      expect(at).toBeGreaterThan(0);
      film.writeUInt16BE(16_000, at + 2);
    }
    expect(await filmReader.poster(sourceOf(film))).toBeNull();
  });

  it.each([0.2, 0.5, 0.8])('or one, is made of %d of a film, and never an error', async (share) => {
    for (const file of ['sample_fragmented.mp4', 'bear-vp9.webm']) {
      const film = contractBytes(`media/${file}`);
      const poster = await filmReader.poster(sourceOf(film.subarray(0, Math.floor(film.length * share))));
      if (poster) expect(poster.widthPx).toBeGreaterThan(0);
    }
  });
});

it('is not called impossible, nor another one made, when storage fails at any read', async () => {
  const gone = new BacklotError('PROVIDER_UNAVAILABLE');
  const film = contractBytes('media/sample_with_increasing_timestamps_320w_240h.mp4');
  const failingAt = (failing: number) => {
    const asked = { times: 0 };
    const range = async (start: number, endExclusive: number) => {
      asked.times += 1;
      if (asked.times === failing) throw gone;
      return film.subarray(start, endExclusive);
    };
    return { asked, sizeBytes: film.length, range };
  };
  const whole = failingAt(0);
  await filmReader.poster(whole);
  expect(whole.asked.times).toBeGreaterThan(1);
  for (let failing = 1; failing <= whole.asked.times; failing += 1)
    await expect(filmReader.poster(failingAt(failing))).rejects.toBe(gone);
});
