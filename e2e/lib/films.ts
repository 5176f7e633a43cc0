import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FilmPromise } from '@backlot/core';
import { filmReader } from '@backlot/providers';

const folder = fileURLToPath(new URL('../../../shared/contracts/media/', import.meta.url));

/** The path of a real film that vendors' decoders were tried on; fails loudly when the folder is not there. */
export function filmPath(name: string): string {
  if (!existsSync(folder))
    throw new Error('../shared/contracts/media is absent: the road cannot be tested without films');
  return `${folder}${name}`;
}

export const filmBytes = (name: string): Buffer => readFileSync(filmPath(name));

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const sha256Base64 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64');

/** What a browser would promise of these bytes. */
export async function promiseOf(bytes: Buffer, name: string): Promise<FilmPromise> {
  const reading = await filmReader.read({
    sizeBytes: bytes.length,
    range: async (start, end) => bytes.subarray(start, end),
  });
  if (!reading.ok) throw new Error(`${name} is not readable`);
  return {
    sha256: sha256Hex(bytes),
    sizeBytes: bytes.length,
    container: reading.container,
    durationMs: Math.round(reading.durationMs),
    widthPx: reading.widthPx,
    heightPx: reading.heightPx,
    originalName: name,
    poster: null,
  };
}
