import type { ByteReader } from '@backlot/core';
import { BlobSource } from 'mediabunny';
import { type Probe, probeFilm } from '../probe.ts';
import { decodePictures, type Pictures } from './frames.ts';
import { makePoster } from './poster.ts';
import type { PosterImage } from './protocol.ts';

/** Reads a film where it lies, tries its pictures and draws its poster; null where no picture could be decoded. */
export async function prepare(
  file: Blob,
  reader: ByteReader,
): Promise<Probe & { poster: PosterImage | null }> {
  let pictures: Pictures = { decodes: 'unknown', samples: [] };
  try {
    const probe = await probeFilm(new BlobSource(file), reader, async (track) => {
      pictures = await decodePictures(track);
      return pictures.decodes;
    });
    return { ...probe, poster: await makePoster(pictures.samples) };
  } finally {
    for (const sample of pictures.samples) sample.close();
  }
}
