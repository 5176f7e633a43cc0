import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processIdentity } from '@backlot/standins';

type Run = { process: string; address?: string };

/**
 * Makes this the one run that uses the data folder. What a killed run left is taken over.
 * @throws Error in plain words while another run lives
 */
export async function claimRun(dataDir: string) {
  const path = join(dataDir, 'run.json');
  const mine: Run = { process: processIdentity(process.pid) };
  while (!(await create(path, mine))) {
    const other = await read(path);
    if (other && isRunning(other)) {
      const [pid] = other.process.split(' ');
      const where = other.address ? ` at ${other.address}` : '';
      throw new Error(
        `Backlot is already running here${where} (process ${pid}). Stop that one first with Ctrl-C.`,
      );
    }
    await rm(path, { force: true });
  }
  return {
    /** Adds what another start should be told. */
    async note(more: { address: string }): Promise<void> {
      await writeFile(`${path}.new`, JSON.stringify({ ...mine, ...more }));
      await rename(`${path}.new`, path);
    },
    release: () => rm(path, { force: true }),
  };
}

async function create(path: string, run: Run): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(run), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function read(path: string): Promise<Run | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isRunning({ process: identity }: Run): boolean {
  const pid = Number.parseInt(identity, 10);
  return isAlive(pid) && processIdentity(pid) === identity;
}
