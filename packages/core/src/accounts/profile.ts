/** What a member shows of themselves. Product decisions of the platform. */
export const displayNameLengthMax = 60;

/** The side of the square that an avatar is kept as. */
export const avatarSidePx = 512;

/** Where everybody sees an avatar; another picture has another address. */
export const avatarPath = (assetId: string): string => `/api/images/avatars/${assetId}.webp`;
