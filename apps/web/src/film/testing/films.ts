import { existsSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const MEDIA = resolve(import.meta.dirname, '../../../../../../shared/contracts/media');

export interface ManifestEntry {
  file: string;
  bytes: number;
  sha256: string;
  opens: boolean;
  usable_video: boolean;
  container?: string;
  duration_s?: number;
  streams?: { type: string; codec: string | null; width?: number; height?: number; fps?: number }[];
}

/** The sample films and what is known of them. Throws when they are not there: then nothing is proved. */
export function sampleFilms(): ManifestEntry[] {
  const manifest = join(MEDIA, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`The sample films are missing: ${manifest}`);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { files: ManifestEntry[] }).files;
}

export const samplePath = (file: string): string => join(MEDIA, file);
export const sampleBytes = (file: string): Buffer => readFileSync(samplePath(file));

const folder = mkdtempSync(join(tmpdir(), 'backlot-films-'));

/** Writes a film under a name of its own and answers its path. */
export function writeFilm(name: string, bytes: Uint8Array): string {
  const path = join(folder, basename(name));
  writeFileSync(path, bytes);
  return path;
}

/** A file of a size that is only said, with a film's first bytes: it takes no room on disk. */
export function hugeFilm(sizeBytes: number): string {
  const path = writeFilm('huge.mp4', sampleBytes('sample.mp4'));
  truncateSync(path, sizeBytes);
  return path;
}

/** The same packets, shown sixty times as slowly: 15.5 s become 15.5 minutes. */
export function slowFilm(): Buffer {
  const bytes = sampleBytes('sample_with_increasing_timestamps_320w_240h.mp4');
  for (const type of ['mvhd', 'mdhd']) {
    for (let at = bytes.indexOf(type); at >= 0; at = bytes.indexOf(type, at + 4)) {
      bytes.writeUInt32BE(Math.round(bytes.readUInt32BE(at + 16) / 60), at + 16);
    }
  }
  return bytes;
}

/** A sound film made longer by a box of free space, so that it has several parts. */
export function paddedFilm(paddingBytes: number): Buffer {
  const padding = Buffer.alloc(paddingBytes);
  padding.writeUInt32BE(paddingBytes, 0);
  padding.write('free', 4, 'latin1');
  for (let at = 8; at + 4 <= paddingBytes; at += 4)
    padding.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  return Buffer.concat([sampleBytes('sample_with_increasing_timestamps_320w_240h.mp4'), padding]);
}
