import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageMaker } from './maker.ts';

const red = { r: 20, g: 20, b: 200 };
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: red } });

/** A PNG whose header claims other measures than its bytes have; the header's checksum is right. */
async function pngClaiming(width: number, height: number): Promise<Buffer> {
  const { crc32 } = await import('node:zlib');
  const png = await picture(4, 4).png().toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** The same PNG with an acTL chunk (two frames) before its data. */
async function animatedPng(): Promise<Buffer> {
  const { crc32 } = await import('node:zlib');
  const png = await picture(8, 8).png().toBuffer();
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write('acTL', 4, 'latin1');
  chunk.writeUInt32BE(2, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

async function animatedWebp(): Promise<Buffer> {
  const frames = await Promise.all(
    [red, { r: 0, g: 0, b: 255 }].map((background) =>
      sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
}

describe('an avatar', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is made of a %s: a square WebP without a word about it',
    async (format) => {
      const bytes = await picture(900, 400)
        .withExif({ IFD0: { Artist: 'Somebody', Copyright: 'home address' } })
        .withMetadata({ orientation: 6 })
        .toFormat(format)
        .toBuffer();
      const made = await imageMaker.makeAvatar(bytes);
      if (!made.ok) throw new Error(made.reason);
      const facts = await sharp(made.bytes).metadata();
      expect(facts).toMatchObject({ format: 'webp', width: 512, height: 512 });
      expect([facts.exif, facts.xmp, facts.icc, facts.iptc, facts.orientation]).toEqual(
        Array(5).fill(undefined),
      );
    },
  );

  it('shows the picture upright, as its orientation says', async () => {
    // The left half is dark, the right half light; orientation 6 turns it clockwise, so that the dark half is above.
    const half = await picture(20, 40).png().toBuffer();
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
      .composite([{ input: half, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const made = await imageMaker.makeAvatar(bytes);
    if (!made.ok) throw new Error(made.reason);
    const { data, info } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0;
    expect(at(256, 64)).toBeLessThan(60);
    expect(at(256, 448)).toBeGreaterThan(190);
  });

  it('is the same for the same bytes, so that a job may run twice', async () => {
    const bytes = await picture(300, 200).png().toBuffer();
    const [one, other] = [await imageMaker.makeAvatar(bytes), await imageMaker.makeAvatar(bytes)];
    expect(one).toEqual(other);
  });

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    [
      'an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'image_type',
    ],
    ['a GIF', () => picture(9, 9).gif().toBuffer(), 'image_type'],
    ['an AVIF', () => picture(16, 16).avif().toBuffer(), 'image_type'],
    ['text', () => Buffer.from('not a picture at all'), 'image_type'],
    ['nothing', () => Buffer.alloc(0), 'image_type'],
    ['an animated WebP', animatedWebp, 'image_animated'],
    ['an animated PNG', animatedPng, 'image_animated'],
    ['a PNG that claims 2.5 billion pixels', () => pngClaiming(50_000, 50_000), 'image_too_large'],
    ['a real picture of too many pixels', () => picture(8_000, 6_001).png().toBuffer(), 'image_too_large'],
    ['half a JPEG', async () => halfOf(await noise().jpeg().toBuffer()), 'image_damaged'],
    ['half a PNG', async () => halfOf(await noise().png().toBuffer()), 'image_damaged'],
    ['half a WebP', async () => halfOf(await noise().webp().toBuffer()), 'image_damaged'],
    ['a PNG whose header lies', () => pngClaiming(40, 40), 'image_damaged'],
  ])('is not made of %s', async (_, bytes, reason) => {
    expect(await imageMaker.makeAvatar(await bytes())).toEqual({ ok: false, reason });
  });
});

describe('a picture that a video is made from', () => {
  it.each([
    [4_000, 1_000, 2_048, 512],
    [300, 200, 300, 200],
  ])(
    'of %d × %d keeps its proportions as a JPEG of %d × %d',
    async (width, height, madeWidth, madeHeight) => {
      const bytes = await picture(width, height)
        .withExif({ IFD0: { Artist: 'Somebody' } })
        .png()
        .toBuffer();
      const made = await imageMaker.makeSeed(bytes);
      if (!made.ok) throw new Error(made.reason);
      expect(made).toMatchObject({ contentType: 'image/jpeg', widthPx: madeWidth, heightPx: madeHeight });
      const facts = await sharp(made.bytes).metadata();
      expect(facts).toMatchObject({ format: 'jpeg', width: madeWidth, height: madeHeight });
      expect(facts.exif).toBeUndefined();
    },
  );

  it('has white where there was nothing, and refuses what is no picture', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 4, background: clear } })
      .png()
      .toBuffer();
    const made = await imageMaker.makeSeed(bytes);
    if (!made.ok) throw new Error(made.reason);
    expect((await sharp(made.bytes).raw().toBuffer())[0]).toBe(255);
    expect(await imageMaker.makeSeed(Buffer.from('no picture'))).toEqual({ ok: false, reason: 'image_type' });
  });
});

const halfOf = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

/** A picture that does not compress away. */
const noise = () =>
  sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: red,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
