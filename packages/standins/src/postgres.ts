import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { databaseAccount } from './postgres/account.ts';
import { initialiseCluster } from './postgres/initialise.ts';
import { KeptServer } from './postgres/kept-server.ts';
import { choosePlace, reachableTools } from './postgres/place.ts';
import { claim, stopOrphan } from './postgres/recover.ts';

export type PostgresOptions = {
  /** The folder this database owns: cluster (or where it lives), password, log. Made when missing. */
  dataDir: string;
  /** A free one is chosen when absent. */
  port?: number;
  /** False for tests: writes are not forced to disk, so a crash of the machine may lose them. */
  durable?: boolean;
  /** False for tests: `stop` removes all data. */
  keep?: boolean;
  /** True: a server that dies is started again, at the same address. */
  revive?: boolean;
  /** Called with the server's process id (again when it is revived), for whoever must end it should this process be killed. */
  onSpawn?: (pid: number) => void;
};

export type Postgres = {
  /** postgres:// address of the maintenance database, with the password in it. */
  url: string;
  port: number;
  /** Of the server's first process now running. */
  readonly pid: number;
  /** Makes a database unless it is there. @returns its address */
  createDatabase(name: string): Promise<string>;
  /** Ends all connections and the server, and waits for it. */
  stop(): Promise<void>;
};

/**
 * A real Postgres 18 on loopback. Data stays from start to start; a server left behind by a killed run is ended first.
 * As root it runs under the account `postgres`, with its data in /var/tmp when the folder is closed to that account.
 * @throws Error in plain words when another run uses the data, when the port is taken, or with the end of the server's log
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, durable = true, keep = true } = options;
  await mkdir(dataDir, { recursive: true });
  const account = await databaseAccount();
  if (account) await chmod(dataDir, 0o755);
  const release = await claim(dataDir);
  try {
    const place = await choosePlace(dataDir, account);
    const tools = await reachableTools(place, account);
    const password = await ownPassword(join(dataDir, 'password'));
    await stopOrphan(place.cluster);
    await initialiseCluster(tools, place.cluster, password, account, durable);
    const log = join(dataDir, 'postgres.log');
    const settings = { tools, cluster: place.cluster, log, account, durable };
    const server = new KeptServer(settings, options);
    await server.start(options.port);
    return handle(server, password, async () => {
      if (!keep) await Promise.all(place.owned.map((path) => rm(path, { recursive: true, force: true })));
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

function handle(server: KeptServer, password: string, afterStop: () => Promise<void>): Postgres {
  const { port } = server.now;
  const address = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: address('postgres'),
    port,
    get pid() {
      return server.now.pid;
    },
    async createDatabase(name) {
      const sql = postgres(address('postgres'), { max: 1, onnotice: () => {} });
      try {
        const [found] = await sql`select 1 from pg_database where datname = ${name}`;
        if (!found) await sql`create database ${sql(name)}`;
      } finally {
        await sql.end();
      }
      return address(name);
    },
    async stop() {
      await server.stop();
      await afterStop();
    },
  };
}

/** The superuser's password, made once and readable by its owner alone. */
async function ownPassword(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known !== '') return known;
  const password = randomBytes(24).toString('hex');
  await writeFile(path, password, { mode: 0o600, flush: true });
  return password;
}
