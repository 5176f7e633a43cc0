import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { usableEnvironment } from './environment.mjs';
import { withLock } from './lock.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { findToolchain, installToolchain } from './toolchain.mjs';

/**
 * Makes sure that toolchain and packages are there, one launch at a time.
 * @param {string} root the project's folder
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} the node to use, and the environment with the toolchain first on PATH
 */
export async function prepare(root) {
  const folder = join(root, '.toolchain');
  mkdirSync(folder, { recursive: true });
  const env = usableEnvironment(folder);

  let tools = await findToolchain(folder, env);
  if (!tools || !packagesAreCurrent(root)) {
    tools = await withLock(join(folder, 'install.lock'), async () => {
      const found = (await findToolchain(folder, env)) ?? (await installToolchain(folder, env));
      if (!packagesAreCurrent(root)) await installPackages(root, found);
      return found;
    });
  }
  return tools;
}
