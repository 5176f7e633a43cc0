import { BacklotError, type FilmContainer, type FilmReader, type FilmReading } from '@backlot/core';
import { CustomSource, Input, type InputFormat, MP4, QTFF, WEBM } from 'mediabunny';

/**
 * The containers we take. Matroska that does not call itself WebM is none of them: browsers need not play it.
 */
const containers: ReadonlyMap<InputFormat, FilmContainer> = new Map<InputFormat, FilmContainer>([
  [MP4, 'mp4'],
  [QTFF, 'mov'],
  [WEBM, 'webm'],
]);

const cacheBytesMax = 8 * 1024 ** 2;

type FilmSource = Parameters<FilmReader['read']>[0];
/** How much may be read in one go, and of one film. */
export type ReadLimits = { readBytesMax: number; totalReadBytesMax: number };

/**
 * Nothing is decoded: a broken picture behind sound headers passes. The duration is the end of the last frame of any
 * track, from the samples and not from what the header claims.
 * @throws whatever `source.range` throws, PROVIDER_UNAVAILABLE when it gives other than it was asked for; a film that
 * storage could not give is never called unreadable
 */
export async function readFilm(
  source: FilmSource,
  { readBytesMax, totalReadBytesMax }: ReadLimits,
): Promise<FilmReading> {
  let totalBytes = 0;
  const failures: unknown[] = [];
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    totalBytes += end - start;
    if (end - start > readBytesMax || totalBytes > totalReadBytesMax) throw new RangeError('reads too much');
    try {
      return await exactly(source, start, end);
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  const input = new Input({
    formats: [...containers.keys()],
    source: new CustomSource({
      getSize: () => source.sizeBytes,
      read,
      maxCacheSize: cacheBytesMax,
      prefetchProfile: 'fileSystem',
      // A read ahead that fails while nobody waits for it would end the process; `failures` has it.
      handleUnhandledError: () => {},
    }),
  });
  const reading = await probe(input).catch((): FilmReading => ({ ok: false, reason: 'unreadable' }));
  input.dispose();
  if (!reading.ok && failures.length > 0) throw failures[0];
  return reading;
}

async function exactly(source: FilmSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.range(start, end);
  if (bytes.length !== end - start) throw new BacklotError('PROVIDER_UNAVAILABLE', { operation: 'readFilm' });
  return bytes;
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
