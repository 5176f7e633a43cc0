import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FilmPromise } from '@backlot/core';
import facts from './films/films.json' with { type: 'json' };

/** The films that make-films.ts drew. */
export type FilmName = keyof typeof facts;

export type FilmFile = { film: Buffer; poster: Buffer; promise: FilmPromise };

const folder = fileURLToPath(new URL('./films/', import.meta.url));

/** A film of the demo with its poster, and what a browser would promise of them. */
export async function readFilm(name: FilmName): Promise<FilmFile> {
  const [film, poster] = await Promise.all([
    readFile(`${folder}${name}.webm`),
    readFile(`${folder}${name}.webp`),
  ]);
  const { averageColour, ...picture } = facts[name];
  const promise: FilmPromise = {
    ...picture,
    container: 'webm',
    originalName: `${name}.webm`,
    sha256: sha256Of(film),
    sizeBytes: film.length,
    poster: {
      contentType: 'image/webp',
      averageColour,
      sha256: sha256Of(poster),
      sizeBytes: poster.length,
    },
  };
  return { film, poster, promise };
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
