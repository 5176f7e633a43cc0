import type { FilmPromise } from '@backlot/core';

/** The promise of a film that nobody will bring. */
export const absentFilm: FilmPromise = {
  sha256: 'a'.repeat(64),
  sizeBytes: 20_000_000,
  container: 'mp4',
  durationMs: 9_000,
  widthPx: 1_280,
  heightPx: 720,
  originalName: 'quay.mp4',
  poster: { sha256: 'b'.repeat(64), sizeBytes: 9_000, contentType: 'image/jpeg', averageColour: '#445566' },
};
