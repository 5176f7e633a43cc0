import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './process.mjs';

/** Written last, so that an install that was cut short is done again. */
const MARKER = join('node_modules', '.backlot-installed');

/** Whether node_modules holds what the lock file says, on this platform. */
export function packagesAreCurrent(root) {
  try {
    return readFileSync(join(root, MARKER), 'utf8') === fingerprint(root);
  } catch {
    return false;
  }
}

/** Installs exactly the lock file's packages. What pnpm says is shown only when it fails. */
export async function installPackages(root, tools) {
  console.error('Installing packages …');
  rmSync(join(root, MARKER), { force: true });
  await quietly(
    tools.pnpm,
    ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false', '--reporter=append-only'],
    { cwd: root, env: tools.env },
  );
  writeFileSync(join(root, MARKER), fingerprint(root));
}

function fingerprint(root) {
  const hash = createHash('sha256');
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}
