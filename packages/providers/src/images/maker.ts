import {
  avatarSidePx,
  type ImageMaker,
  type ImageRefusal,
  type MadeImage,
  pictureRules,
  seedSidePxMax,
} from '@backlot/core';
import type { Metadata, Sharp } from 'sharp';
import { loadSharp } from './sharp.ts';

const formats = new Set<string>(['jpeg', 'png', 'webp']);

/** Pictures by sharp (libvips). */
export const imageMaker: ImageMaker = {
  makeAvatar: (bytes) =>
    makeOf(bytes, 'image/webp', (picture) =>
      picture.resize(avatarSidePx, avatarSidePx, { fit: 'cover', position: 'centre' }).webp({ quality: 84 }),
    ),
  makeSeed: (bytes) =>
    makeOf(bytes, 'image/jpeg', (picture) =>
      picture
        .resize(seedSidePxMax, seedSidePxMax, { fit: 'inside', withoutEnlargement: true })
        // JPEG knows no transparency; black would be the choice of the library.
        .flatten({ background: 'white' })
        .jpeg({ quality: 90 }),
    ),
};

/** Decodes a picture whole, upright, and makes another of it that carries nothing but the pixels. */
async function makeOf(
  bytes: Uint8Array,
  contentType: 'image/webp' | 'image/jpeg',
  make: (picture: Sharp) => Sharp,
): Promise<MadeImage> {
  const sharp = await loadSharp();
  const limits = { limitInputPixels: pictureRules.pixelsMax, failOn: 'warning' } as const;
  // sharp throws for no bytes at all.
  if (bytes.byteLength === 0) return { ok: false, reason: 'image_type' };
  const facts = await sharp(bytes, { ...limits, limitInputPixels: false })
    .metadata()
    .catch(() => null);
  const reason = refusalOf(facts, bytes);
  if (reason !== null) return { ok: false, reason };
  try {
    const { data, info } = await make(sharp(bytes, limits).autoOrient()).toBuffer({
      resolveWithObject: true,
    });
    return { ok: true, bytes: data, contentType, widthPx: info.width, heightPx: info.height };
  } catch {
    return { ok: false, reason: 'image_damaged' };
  }
}

function refusalOf(facts: Metadata | null, bytes: Uint8Array): ImageRefusal | null {
  if (facts === null) return looksKnown(bytes) ? 'image_damaged' : 'image_type';
  if (!formats.has(facts.format)) return 'image_type';
  if ((facts.pages ?? 1) > 1 || isAnimatedPng(bytes)) return 'image_animated';
  if (facts.width * facts.height > pictureRules.pixelsMax) return 'image_too_large';
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
