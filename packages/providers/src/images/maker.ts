import { avatarRules, type ImageMaker, type ImageRefusal } from '@backlot/core';
import type { Metadata } from 'sharp';

const formats = new Set<string>(['jpeg', 'png', 'webp']);

/** Loaded with the first picture: the api, which makes none, does not hold the library. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  // libvips can read dozens of formats, some of them programs (SVG, PDF). All but three are closed off.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
let loading: ReturnType<typeof loadSharp> | undefined;

/** Pictures by sharp (libvips). */
export const imageMaker: ImageMaker = {
  async makeAvatar(bytes) {
    loading ??= loadSharp();
    const sharp = await loading;
    const limits = { limitInputPixels: avatarRules.pixelsMax, failOn: 'warning' } as const;
    // sharp throws for no bytes at all.
    if (bytes.byteLength === 0) return { ok: false, reason: 'image_type' };
    const facts = await sharp(bytes, { ...limits, limitInputPixels: false })
      .metadata()
      .catch(() => null);
    const reason = refusalOf(facts, bytes);
    if (reason !== null) return { ok: false, reason };
    try {
      const made = await sharp(bytes, limits)
        .autoOrient()
        .resize(avatarRules.sidePx, avatarRules.sidePx, { fit: 'cover', position: 'centre' })
        .webp({ quality: 84 })
        .toBuffer();
      return { ok: true, bytes: made, contentType: 'image/webp', sidePx: avatarRules.sidePx };
    } catch {
      return { ok: false, reason: 'image_damaged' };
    }
  },
};

function refusalOf(facts: Metadata | null, bytes: Uint8Array): ImageRefusal | null {
  if (facts === null) return looksKnown(bytes) ? 'image_damaged' : 'image_type';
  if (!formats.has(facts.format)) return 'image_type';
  if ((facts.pages ?? 1) > 1 || isAnimatedPng(bytes)) return 'image_animated';
  if (facts.width * facts.height > avatarRules.pixelsMax) return 'image_too_large';
  return null;
}

const text = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.subarray(start, end)).toString('latin1');

/** Begins as one of the three formats do, so that something is wrong with it rather than something else. */
function looksKnown(bytes: Uint8Array): boolean {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  const isWebp = text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP';
  return isJpeg || isWebp || text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n';
}

/**
 * An acTL chunk before the first IDAT makes a PNG an animation (PNG 3rd edition, 11.3.6.1); libvips reads its first frame
 * and says nothing.
 */
function isAnimatedPng(bytes: Uint8Array): boolean {
  if (text(bytes, 1, 4) !== 'PNG') return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.byteLength; at += 12 + view.getUint32(at)) {
    const kind = text(bytes, at + 4, at + 8);
    if (kind === 'acTL') return true;
    if (kind === 'IDAT') return false;
  }
  return false;
}
