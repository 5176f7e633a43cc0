import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filmBytes } from './films.ts';

/**
 * A real film made as large as wanted: an MP4 with free space behind it, which players pass over
 * (ISO/IEC 14496-12, 8.1.2). Writes it into a folder and answers its path.
 */
export async function bigFilm(folder: string, sizeBytes: number): Promise<string> {
  const film = filmBytes('sample_with_increasing_timestamps_320w_240h.mp4');
  const free = Buffer.alloc(sizeBytes - film.length);
  free.writeUInt32BE(free.length, 0);
  free.write('free', 4, 'latin1');
  const path = join(folder, `big-${sizeBytes}.mp4`);
  await writeFile(path, Buffer.concat([film, free]));
  return path;
}
