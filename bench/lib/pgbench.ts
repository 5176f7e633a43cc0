import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether Postgres' own load program is installed. Debian: apt install postgresql-contrib (or postgresql-NN). */
export const hasPgbench = (): Promise<boolean> =>
  run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );

/**
 * Runs one statement so many times by so many clients, prepared once a client, each run a transaction of its own.
 * @throws Error with what pgbench said
 */
export async function pgbench(
  databaseUrl: string,
  options: { statement: string; clients: number; perClient: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'backlot-pgbench-'));
  const script = join(folder, 'statement.sql');
  const url = new URL(databaseUrl);
  try {
    await writeFile(script, `${options.statement};\n`);
    await run(
      'pgbench',
      [
        ...['--no-vacuum', '--protocol=prepared', `--file=${script}`, '--jobs=1'],
        ...[`--client=${options.clients}`, `--transactions=${options.perClient}`],
        ...[
          `--host=${url.hostname}`,
          `--port=${url.port}`,
          `--username=${url.username}`,
          url.pathname.slice(1),
        ],
      ],
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) } },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
