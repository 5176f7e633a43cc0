import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The environment for all that follows: the caller's own, passed through. npm and pnpm keep their caches below the home folder,
 * so a home that is missing or closed (a service account) is replaced by one inside the toolchain's folder.
 */
export function usableEnvironment(toolchainFolder, env = process.env) {
  try {
    accessSync(homedir(), constants.W_OK | constants.X_OK);
    return { ...env };
  } catch {
    const home = join(toolchainFolder, 'home');
    mkdirSync(home, { recursive: true });
    return { ...env, HOME: home };
  }
}
