import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, runProgram } from './run-program.ts';

/** What the built SPA depends on. */
const SOURCES = ['apps/web', 'packages/core/src', 'pnpm-lock.yaml', 'tsconfig.base.json'];

/**
 * Builds the SPA unless the last build was made from the same sources. Built beside its place and moved when whole.
 * @param onBuild called when there is something to build
 * @returns the folder to serve
 * @throws Error with what Vite printed
 */
export async function buildWebApp(root: string, onBuild: () => void = () => {}): Promise<string> {
  const web = join(root, 'apps', 'web');
  const dist = join(web, 'dist');
  const note = join(dist, '.built-from');
  const fingerprint = await hashSources(root);
  if ((await readFile(note, 'utf8').catch(() => '')) === fingerprint) return dist;
  onBuild();

  const side = join(web, 'node_modules', `.built-${process.pid}`);
  try {
    await runProgram(
      join(web, 'node_modules', '.bin', 'vite'),
      ['build', '--outDir', side, '--emptyOutDir'],
      {
        cwd: web,
        env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
      },
    );
    await writeFile(join(side, '.built-from'), fingerprint);
    await rm(dist, { recursive: true, force: true });
    await rename(side, dist);
  } catch (error) {
    await rm(side, { recursive: true, force: true });
    const output = error instanceof CommandFailed ? error.output : String(error);
    throw new Error(`The web app could not be built.\n${output}`);
  }
  return dist;
}

async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of await filesBelow(root, source)) {
      hash
        .update(`${path}\0`)
        .update(await readFile(join(root, path)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  const below = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && !/\.test\.tsx?$/.test(name))
      .map((entry) =>
        entry.isDirectory() ? filesBelow(root, join(path, entry.name)) : [join(path, entry.name)],
      ),
  );
  return below.flat().sort();
}
