/** What a member shows of themselves. Product decisions of the platform. */
export const displayNameLengthMax = 60;

export const avatarRules = {
  sizeBytesMax: 8_000_000,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  /** Of the square that is kept. */
  sidePx: 512,
  /** Of what is brought; 8,000 × 6,000 is more than phones of today take. A small file may claim far more. */
  pixelsMax: 48_000_000,
} as const;
export type AvatarContentType = (typeof avatarRules.contentTypes)[number];

/** A picture that was chosen and never brought is forgotten after this. */
export const avatarPatienceMs = 24 * 3_600_000;

/** Where everybody sees an avatar; another picture has another address. */
export const avatarPath = (assetId: string): string => `/api/images/avatars/${assetId}.webp`;
