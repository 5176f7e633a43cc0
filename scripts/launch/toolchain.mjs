import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, npmCommand, quietly } from './process.mjs';
import { runsProduct, toolPackages } from './versions.mjs';

/**
 * The toolchain as it stands, or undefined when a part is missing, broken or of another version. Both programs are run to
 * know: a folder that merely looks complete may come from an install that was cut short.
 * @returns {Promise<{node: string, pnpm: string, env: NodeJS.ProcessEnv} | undefined>}
 */
export async function findToolchain(folder, env) {
  const bin = join(folder, 'node_modules', '.bin');
  const { node, pnpm } = toolPackages();
  const fetched = join(bin, 'node');
  const [nodeVersion, pnpmVersion] = await Promise.all([
    capture(fetched, ['-v'], env),
    capture(join(bin, 'pnpm'), ['-v'], env),
  ]);
  const ownNode = runsProduct(process.version) ? process.execPath : undefined;
  const chosen = ownNode ?? (nodeVersion === `v${node[1]}` ? fetched : undefined);
  if (!chosen || pnpmVersion !== pnpm[1]) return undefined;
  const first = ownNode ? [join(ownNode, '..'), bin] : [bin];
  return {
    node: chosen,
    pnpm: join(bin, 'pnpm'),
    env: { ...env, PATH: [...first, env.PATH ?? ''].join(delimiter) },
  };
}

/** Fetches node (unless the machine's own will do) and pnpm into a side folder, and moves it in place when it is whole. */
export async function installToolchain(folder, env) {
  const { node, pnpm } = toolPackages();
  const wanted = runsProduct(process.version) ? [pnpm] : [node, pnpm];
  console.error(
    `Fetching ${wanted.includes(node) ? `Node ${node[1]} and ` : ''}pnpm ${pnpm[1]} into .toolchain (once) …`,
  );

  for (const name of readdirSync(folder)) {
    if (name.startsWith('new-')) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const side = join(folder, `new-${process.pid}`);
  mkdirSync(side);
  writeFileSync(join(side, 'package.json'), '{"private":true}\n');
  const [npm, npmArgs] = npmCommand();
  await quietly(
    npm,
    [
      ...npmArgs,
      ...['install', '--prefix', side, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'],
      ...['--loglevel', 'error', ...wanted.map(([name, version]) => `${name}@${version}`)],
    ],
    { cwd: side, env },
  );
  linkPrograms(join(side, 'node_modules'), wanted.includes(node) ? node[0] : undefined, pnpm[0]);

  const place = join(folder, 'node_modules');
  rmSync(place, { recursive: true, force: true });
  renameSync(join(side, 'node_modules'), place);
  rmSync(side, { recursive: true, force: true });

  const found = await findToolchain(folder, env);
  if (!found) throw new Error('Node and pnpm were fetched into .toolchain but do not run on this machine.');
  return found;
}

/** `.bin/node` and `.bin/pnpm`, as relative links so that the folder can be moved. */
function linkPrograms(modules, nodePackage, pnpmPackage) {
  const bin = join(modules, '.bin');
  mkdirSync(bin, { recursive: true });
  const links = {
    pnpm: `../${pnpmPackage}/pnpm`,
    ...(nodePackage && { node: `../${nodePackage}/bin/node` }),
  };
  for (const [name, target] of Object.entries(links)) {
    const link = join(bin, name);
    rmSync(link, { force: true });
    if (existsSync(join(bin, target))) symlinkSync(target, link);
  }
}
