import type { FilmReader } from '@backlot/core';
import type { ReadLimits } from './open-film.ts';

/**
 * How much may be read of one film. A whole one needs a few MiB for its headers and tables; one in fragments is walked
 * from fragment to fragment, at about 200 KiB each (ten minutes in seconds: 120 MB). More is built to hurt.
 */
const limits: ReadLimits = { readBytesMax: 32 * 1024 ** 2, totalReadBytesMax: 512 * 1024 ** 2 };

/**
 * Reads what a film's bytes say of it, by range, and makes its poster. The libraries come with the first film: the api reads
 * none.
 */
export const filmReader: FilmReader = {
  async read(source) {
    const { readFilm } = await import('./read-film.ts');
    return readFilm(source, limits);
  },
  async poster(source) {
    const { makePoster } = await import('./make-poster.ts');
    return makePoster(source, limits);
  },
};
