import { join } from 'node:path';
import { installWithApt, isDebian } from './debian.ts';
import { runProgram } from './run-program.ts';

/**
 * The program is one: called by a server's name it is a server. Debian's `redis-tools` and `valkey-tools` bring it under the
 * name of the checker only, and no service that would run on the machine from then on, as `redis-server` does.
 */
const NAMES = ['valkey-server', 'redis-server', 'valkey-check-rdb', 'redis-check-rdb'];

/**
 * A Valkey or Redis that runs on this machine, to be started with the name `redis-server` as its argument 0: the one named by
 * REDIS_SERVER_PATH, an installed one, or Debian's own through apt when root.
 * @param say tells a person what takes a while
 * @returns the program's path
 * @throws Error that says what to install
 */
export async function findOrInstallRedis(say: (line: string) => void): Promise<string> {
  const named = process.env.REDIS_SERVER_PATH;
  if (named) {
    if (await runs(named)) return named;
    throw new Error(`REDIS_SERVER_PATH names ${named}, which does not run.`);
  }
  const found = await installed();
  if (found) return found;
  if (process.getuid?.() === 0 && (await isDebian())) {
    say('No Valkey or Redis found. Installing redis-tools with apt …');
    await installWithApt('redis-tools').catch((error: unknown) =>
      say(`apt could not install it: ${String(error)}`),
    );
    const now = await installed();
    if (now) return now;
  }
  throw new Error(
    'The tests of several processes need a Valkey or Redis. Install one (Debian and Ubuntu: apt install redis-tools; macOS: brew install valkey), or name its program with REDIS_SERVER_PATH.',
  );
}

async function installed(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  for (const name of NAMES)
    for (const folder of folders) {
      const path = join(folder, name);
      if (await runs(path)) return path;
    }
  return undefined;
}

async function runs(path: string): Promise<boolean> {
  try {
    return /v=[5-9]|v=\d\d/.test(await runProgram(path, ['--version'], { argv0: 'redis-server' }));
  } catch {
    return false;
  }
}
