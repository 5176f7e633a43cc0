import type { FilmReading, FilmSource } from '@backlot/core';
import type { Input } from 'mediabunny';
import { containers, type ReadLimits, withFilm } from './open-film.ts';

/**
 * Nothing is decoded: a broken picture behind sound headers passes. The duration is the end of the last frame of any
 * track, from the samples and not from what the header claims.
 * @throws whatever `source.range` throws, PROVIDER_UNAVAILABLE when it gives other than it was asked for; a film that
 * storage could not give is never called unreadable
 */
export async function readFilm(source: FilmSource, limits: ReadLimits): Promise<FilmReading> {
  let refusal: FilmReading = { ok: false, reason: 'unreadable' };
  const reading = await withFilm(source, limits, async (input) => {
    const probed = await probe(input);
    if (probed.ok) return probed;
    refusal = probed;
    return null;
  });
  return reading ?? refusal;
}

async function probe(input: Input): Promise<FilmReading> {
  if (!(await input.canRead())) return { ok: false, reason: 'unreadable' };
  const container = containers.get(await input.getFormat());
  const tracks = await input.getTracks();
  if (!container || tracks.length === 0) return { ok: false, reason: 'unreadable' };
  const video = await input.getPrimaryVideoTrack();
  if (!video) return { ok: false, reason: 'no_video' };
  const durationMs = Math.round((await input.computeDuration()) * 1000);
  const widthPx = await video.getDisplayWidth();
  const heightPx = await video.getDisplayHeight();
  if (!(durationMs > 0) || !(widthPx > 0) || !(heightPx > 0)) return { ok: false, reason: 'unreadable' };
  return { ok: true, container, durationMs, widthPx, heightPx, videoCodec: await video.getCodec() };
}
