import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import { serverEnvironment } from './server.ts';

const run = promisify(execFile);

/**
 * Makes the cluster unless it is there. It is made beside its place and moved when whole, so one that was cut short is
 * made anew. Text is UTF-8 and sorts the same on every machine.
 */
export async function initialiseCluster(
  tools: string,
  cluster: string,
  password: string,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const done = await stat(join(cluster, 'PG_VERSION')).catch(() => undefined);
  if (done) return;
  const side = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(side, { recursive: true, force: true });
  await mkdir(side, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) await Promise.all([side, passwordFile].map((path) => chown(path, account.uid, account.gid)));
  try {
    await run(
      join(tools, 'bin', 'initdb'),
      [
        ...[`--pgdata=${side}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: dirname(cluster), env: serverEnvironment() },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(cluster, { recursive: true, force: true });
  await rename(side, cluster);
}
