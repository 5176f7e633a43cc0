import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';
import { isAlive } from './processes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-postgres-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = (name: string) => ({ dataDir: join(folder, name), durable: false });

async function query<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  return run(sql).finally(() => sql.end());
}

test('a second start has the data of the first', async () => {
  const first = await startPostgres(options('kept'));
  const url = await first.createDatabase('backlot');
  await query(url, (sql) => sql`create table films (title text)`);
  await query(url, (sql) => sql`insert into films values ('Été')`);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await startPostgres(options('kept'));
  const rows = await query(await second.createDatabase('backlot'), (sql) => sql`select title from films`);
  expect([...rows]).toEqual([{ title: 'Été' }]);
  await second.stop();
});

test('an unknown password is refused, and the known one is readable by its owner alone', async () => {
  const server = await startPostgres(options('secret'));
  const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
  await expect(query(wrong, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  expect((await stat(join(folder, 'secret', 'password'))).mode & 0o777).toBe(0o600);
  await server.stop();
});

test('data in use is refused while its holder lives; a holder that was killed is cleaned up after', async () => {
  const holder = await holdInAnotherProcess('held');
  await expect(startPostgres(options('held'))).rejects.toThrow(`in use by process ${holder.pid}`);

  process.kill(holder.pid, 'SIGKILL');
  await holder.gone;
  expect(isAlive(holder.serverPid)).toBe(true);
  const next = await startPostgres(options('held'));
  expect(isAlive(holder.serverPid)).toBe(false);
  await query(next.url, (sql) => sql`select 1`);
  await next.stop();
});

test('a server killed the hard way is started again, and a process that took its number is left alone', async () => {
  const first = await startPostgres(options('crashed'));
  process.kill(first.pid, 'SIGKILL');
  const other = spawn('sleep', ['60']);
  const pidFile = join((await clusterOf('crashed')) as string, 'postmaster.pid');
  await first.stop();
  const lines = await readFile(pidFile, 'utf8');
  await writeFile(pidFile, lines.replace(/^\d+/, String(other.pid)));

  const second = await startPostgres(options('crashed'));
  expect(other.exitCode).toBeNull();
  expect(isAlive(other.pid as number)).toBe(true);
  other.kill();
  await second.stop();
});

test('one that is to be revived comes back at the same address, with what was committed', async () => {
  const server = await startPostgres({ ...options('revived'), durable: true, revive: true });
  const url = await server.createDatabase('backlot');
  await query(url, (sql) => sql`create table films (title text)`);
  const { pid } = server;
  process.kill(pid, 'SIGKILL');
  for (let i = 0; i < 400 && server.pid === pid; i += 1) await sleep(25);
  expect([...(await query(url, (sql) => sql`select * from films`))]).toEqual([]);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
});

test('a cluster whose making was cut short is made anew', async () => {
  const { dataDir } = options('half');
  const first = await startPostgres(options('half'));
  await first.stop();
  const cluster = (await clusterOf('half')) as string;
  await rm(join(cluster, 'PG_VERSION'));
  await rm(join(cluster, 'global'), { recursive: true });
  const second = await startPostgres({ ...options('half'), dataDir });
  await query(second.url, (sql) => sql`select 1`);
  await second.stop();
});

// Only root hands the server to another account, whom a closed folder keeps out.
if (process.getuid?.() === 0) {
  test('below a closed folder the data lives elsewhere, stays, and goes with its note', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const inside = { dataDir: join(closed, 'data'), durable: false };
    const first = await startPostgres(inside);
    await first.createDatabase('films');
    await first.stop();
    const place = (await readFile(join(inside.dataDir, 'location'), 'utf8')).trim();
    expect(place).toMatch(/\/backlot-postgres-[0-9a-f]{16}$/);

    const second = await startPostgres(inside);
    const names = await query(second.url, (sql) => sql`select 1 from pg_database where datname = 'films'`);
    expect(names).toHaveLength(1);
    await second.stop();

    await rm(inside.dataDir, { recursive: true });
    const afresh = await startPostgres({ ...inside, keep: false });
    const none = await query(afresh.url, (sql) => sql`select 1 from pg_database where datname = 'films'`);
    expect(none).toHaveLength(0);
    await afresh.stop();
    await expect(stat(place)).rejects.toThrow('ENOENT');
  });
}

test('a given port that is taken is named', async () => {
  const first = await startPostgres(options('one'));
  await expect(startPostgres({ ...options('two'), port: first.port })).rejects.toThrow(
    `Port ${first.port} is taken.`,
  );
  await first.stop();
});

async function clusterOf(name: string): Promise<string | undefined> {
  const note = await readFile(join(folder, name, 'location'), 'utf8').catch(() => undefined);
  return join(note?.trim() ?? join(folder, name), 'cluster');
}

async function holdInAnotherProcess(name: string) {
  const program = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve('./postgres.ts'))};
    const server = await startPostgres(${JSON.stringify(options(name))});
    console.log(server.pid);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const serverPid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    child.once('exit', () => reject(new Error('the other process ended')));
  });
  return { pid: child.pid as number, serverPid, gone };
}
