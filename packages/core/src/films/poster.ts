/** What a poster is, whoever makes it: the browser of a film that is brought, the worker of a video that a provider made. */
export const posterRules = {
  /** Posters are seen in lists and behind a player; more would cost viewers more than it shows. */
  widthPxMax: 1280,
  /** A picture upright in 9:16 keeps the whole width. */
  heightPxMax: 2276,
  sizeBytesMax: 400_000,
  /** Tried one after the other until the poster is small enough; from 0 to 1. */
  qualities: [0.82, 0.7, 0.55, 0.4],
  /** Mean of red, green and blue, each from 0 to 255, up to which a picture counts as black. */
  blackMax: 14,
} as const;

export type Colour = readonly [red: number, green: number, blue: number];

/** The measures of a poster, in pixels, for a film of these measures: its proportions, and never enlarged. */
export function posterSize(film: { widthPx: number; heightPx: number }): {
  widthPx: number;
  heightPx: number;
} {
  const { widthPxMax, heightPxMax } = posterRules;
  const scale = Math.min(1, widthPxMax / film.widthPx, heightPxMax / film.heightPx);
  const scaled = (px: number) => Math.max(1, Math.round(px * scale));
  return { widthPx: scaled(film.widthPx), heightPx: scaled(film.heightPx) };
}

/** The moment of a film that its poster should show, in seconds: its middle. Films like to begin and end in black. */
export const posterMomentSeconds = (film: { startSeconds: number; endSeconds: number }): number =>
  (film.startSeconds + film.endSeconds) / 2;

/** Whether a picture of this mean colour shows next to nothing. */
export const isBlack = (mean: Colour): boolean => Math.max(...mean) <= posterRules.blackMax;

/** `#rrggbb`. */
export const colourHex = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
