import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, isFree } from './ports.ts';

/**
 * Ports that stay the same from start to start while they are free, so that an address kept in a page or a mail (a payment page,
 * a signed upload) still leads somewhere after a restart. Kept in `ports.json` below the folder.
 */
export async function rememberedPorts<Name extends string>(
  dataDir: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'ports.json');
  const known: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  const ports: Record<string, number> = {};
  for (const name of names) {
    const last = known[name];
    const taken = Object.values(ports);
    const usable = typeof last === 'number' && !taken.includes(last) && (await isFree(last));
    ports[name] = usable ? last : await freePort();
  }
  await writeFile(`${path}.new`, `${JSON.stringify({ ...known, ...ports }, null, 2)}\n`);
  await rename(`${path}.new`, path);
  return ports as Record<Name, number>;
}
