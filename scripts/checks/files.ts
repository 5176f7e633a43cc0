import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Folders that hold nothing of ours, for a copy of the project that is not under git. */
const NOT_OURS = new Set(['node_modules', '.git', '.toolchain', '.data', 'dist', 'coverage', 'artifacts']);

/**
 * Every file of the project, as paths relative to `root` with `/`. Under git: what is committed or could be (ignored files are
 * left out); else a walk.
 */
export async function projectFiles(root: string): Promise<string[]> {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  }).catch(() => undefined);
  if (listed && existsSync(join(root, '.git'))) {
    return listed.stdout
      .split('\0')
      .filter((path) => path !== '' && isFile(join(root, path)))
      .sort();
  }
  return (await walk(root, '')).sort();
}

async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (NOT_OURS.has(entry.name)) return [];
      const path = join(folder, entry.name).split(sep).join('/');
      return entry.isDirectory() ? walk(root, path) : [path];
    }),
  );
  return found.flat();
}

/** Deleted files and links to folders are listed by git as well. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
