/** What the browser promises about a film before a byte of it is sent; the worker holds the stored object to it. */
export type FilmPromise = {
  /** SHA-256 of exactly the bytes that will be sent, in lower-case hex. */
  sha256: string;
  sizeBytes: number;
  container: FilmContainer;
  durationMs: number;
  widthPx: number;
  heightPx: number;
  /** The person's own name of the file; kept in the database, never part of a key. */
  originalName: string;
  /** Absent where the browser could not decode a frame (HEVC in some browsers). */
  poster: PosterPromise | null;
};

export type PosterPromise = {
  sha256: string;
  sizeBytes: number;
  contentType: 'image/jpeg' | 'image/webp';
  /** Shown while the poster loads, as #rrggbb. */
  averageColour: string;
};

export const filmContainers = ['mp4', 'mov', 'webm'] as const;
export type FilmContainer = (typeof filmContainers)[number];

/** A film is at most 2 GiB and 10 minutes; a poster at most 1 MiB. Product decisions. */
export const filmLimits = {
  sizeBytesMax: 2 * 1024 ** 3,
  durationMsMax: 10 * 60_000,
  posterSizeBytesMax: 1024 ** 2,
} as const;

export const filmContentTypes: Readonly<Record<FilmContainer, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};
