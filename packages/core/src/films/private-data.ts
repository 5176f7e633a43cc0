import { scanEbml } from './ebml/scan.ts';
import { scanIsobmff } from './isobmff/scan.ts';
import type { FilmContainer } from './promise.ts';
import type { ByteReader } from './reader.ts';
import type { ContainerScan } from './scan.ts';

/**
 * Finds what the bytes of a film say of the place and the device it was made with, and what to overwrite to be rid of
 * it (`applyErasures`). Reads headers and tables only. A film without findings is best left as it is: then the
 * erasures would only take away titles and names of encoders.
 */
export function scanPrivateData(container: FilmContainer, reader: ByteReader): Promise<ContainerScan> {
  return container === 'webm' ? scanEbml(reader) : scanIsobmff(reader);
}
