import { type FilmContainer, filmContentTypes } from './promise.ts';

/** Video codecs a film may bring. */
export const filmVideoCodecs = ['avc', 'hevc', 'vp8', 'vp9', 'av1'] as const;
export type FilmVideoCodec = (typeof filmVideoCodecs)[number];

/** Audio codecs a film may bring; every flavour of uncompressed sound is `pcm`. */
export const filmAudioCodecs = ['aac', 'opus', 'vorbis', 'mp3', 'flac', 'pcm'] as const;
export type FilmAudioCodec = (typeof filmAudioCodecs)[number];

export type Rotation = 0 | 90 | 180 | 270;

/** What is known of an accepted film; read from its bytes, never from its name. */
export interface FilmFacts {
  container: FilmContainer;
  /** Size of exactly the bytes that are stored. */
  sizeBytes: number;
  durationMs: number;
  /** Of the coded picture, before it is turned by `rotationDeg`. */
  widthPx: number;
  heightPx: number;
  /** Clockwise, to be applied by the player. */
  rotationDeg: Rotation;
  videoCodec: FilmVideoCodec;
  /** Null for a film without sound. */
  audioCodec: FilmAudioCodec | null;
  /** Mean number of pictures a second, rounded to two places. */
  frameRate?: number;
  /** The bytes say where the film was made. */
  hasLocation: boolean;
  /** The bytes say with which device it was made. */
  hasDeviceData: boolean;
  contentType: string;
  extension: string;
}

/** How a container is called in a Content-Type and at the end of a file name; the ending is the container's own name. */
export function namesOf(
  container: FilmContainer,
): Pick<FilmFacts, 'container' | 'contentType' | 'extension'> {
  return { container, contentType: filmContentTypes[container], extension: container };
}

/** Width and height as a viewer sees them, in pixels. */
export function displaySize(facts: Pick<FilmFacts, 'widthPx' | 'heightPx' | 'rotationDeg'>): {
  widthPx: number;
  heightPx: number;
} {
  const turned = facts.rotationDeg === 90 || facts.rotationDeg === 270;
  return turned
    ? { widthPx: facts.heightPx, heightPx: facts.widthPx }
    : { widthPx: facts.widthPx, heightPx: facts.heightPx };
}
