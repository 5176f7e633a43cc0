import { readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, isAlive, processIdentity } from '../processes.ts';

/**
 * Marks the data as ours while this process lives.
 * @returns a function that takes the mark away
 * @throws Error when another living process holds it
 */
export async function claim(dataDir: string): Promise<() => Promise<void>> {
  const mark = join(dataDir, 'owner');
  const held = await readFile(mark, 'utf8').catch(() => '');
  const [holder] = held.split(' ');
  const pid = Number(holder);
  if (held !== '' && pid !== process.pid && isAlive(pid) && processIdentity(pid) === held) {
    throw new Error(`The database in ${dataDir} is in use by process ${pid}.`);
  }
  await writeFile(mark, processIdentity(process.pid));
  return () => rm(mark, { force: true });
}

/**
 * Ends a server that a killed run left behind on this cluster, and removes a postmaster.pid whose number now belongs to some
 * other program. To be called by the holder of the claim.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid)) return;
  if (!isAlive(pid) || !(await serves(pid, cluster))) {
    await rm(file, { force: true });
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < 10_000; waited += 50) {
      if (!isAlive(pid)) return;
      await sleep(50);
    }
  }
}

/** A Postgres server stands in its data folder; elsewhere than on Linux its command line tells. */
async function serves(pid: number, cluster: string): Promise<boolean> {
  const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (standsIn !== undefined) return standsIn === cluster;
  const command = commandOf(pid);
  return command.includes('postgres') && command.includes(cluster);
}
