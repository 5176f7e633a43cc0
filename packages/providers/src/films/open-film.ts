import { BacklotError, type FilmContainer, type FilmSource } from '@backlot/core';
import { CustomSource, Input, type InputFormat, MP4, QTFF, WEBM } from 'mediabunny';

/**
 * The containers we take. Matroska that does not call itself WebM is none of them: browsers need not play it.
 */
export const containers: ReadonlyMap<InputFormat, FilmContainer> = new Map<InputFormat, FilmContainer>([
  [MP4, 'mp4'],
  [QTFF, 'mov'],
  [WEBM, 'webm'],
]);

const cacheBytesMax = 8 * 1024 ** 2;

/** How much may be read in one go, and of one film. */
export type ReadLimits = { readBytesMax: number; totalReadBytesMax: number };

/**
 * Reads a film by range, within limits.
 * @param use what is read of it; what it throws counts as nothing, for foreign bytes make the reader throw in many ways
 * @returns what `use` answered; null when that is nothing
 * @throws whatever `source.range` throws, PROVIDER_UNAVAILABLE when it gives other than it was asked for, unless `use` has its
 * answer all the same: a film that storage could not give is never taken for one that says nothing
 */
export async function withFilm<T>(
  source: FilmSource,
  { readBytesMax, totalReadBytesMax }: ReadLimits,
  use: (input: Input) => Promise<T | null>,
): Promise<T | null> {
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
  try {
    const found = await use(input).catch(() => null);
    if (found === null && failures.length > 0) throw failures[0];
    return found;
  } finally {
    input.dispose();
  }
}

async function exactly(source: FilmSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.range(start, end);
  if (bytes.length !== end - start) throw new BacklotError('PROVIDER_UNAVAILABLE', { operation: 'readFilm' });
  return bytes;
}
