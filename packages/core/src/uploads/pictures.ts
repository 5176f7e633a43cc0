import type { AssetPurpose } from '../assets/states.ts';

/** What members bring pictures for that are made anew before anybody sees them. */
export const broughtPictures = ['avatar', 'seed'] as const satisfies readonly AssetPurpose[];
export type BroughtPicture = (typeof broughtPictures)[number];

export const isBroughtPicture = (purpose: AssetPurpose): purpose is BroughtPicture =>
  (broughtPictures as readonly AssetPurpose[]).includes(purpose);

/** What may be brought. Product decisions. */
export const pictureRules = {
  sizeBytesMax: 8_000_000,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  /** Of what is brought; 8,000 × 6,000 is more than phones of today take. A small file may claim far more. */
  pixelsMax: 48_000_000,
} as const;
export type PictureContentType = (typeof pictureRules.contentTypes)[number];

/** The longer side of a picture that a video is made from; no provider makes larger ones. */
export const seedSidePxMax = 2_048;

/** A picture that was chosen and never brought, or brought and never used, is forgotten after this. */
export const picturePatienceMs = 24 * 3_600_000;
