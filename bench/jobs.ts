import { randomUUID } from 'node:crypto';
import { connect, tables } from '@backlot/db';
import { jobs, openQueue } from '@backlot/domain';
import { PgBoss } from 'pg-boss';
import postgres, { type Sql } from 'postgres';

import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { durablePostgres } from './lib/database.ts';
import { bareQueue, bareSchema } from './lib/job-names.ts';
import { median, percentile, rounded } from './lib/numbers.ts';
import { alternate, type Contender, cpuMicrosOf, rateOf, ratio, summary } from './lib/pairs.ts';
import { ownEnvironment, startProcess } from './lib/processes.ts';

const lanes = jobs['inbox.process'].concurrency;
const groupSize = 100;

/** A way to put jobs in, and to see whether all are settled. */
type Queue = {
  /** Makes what these jobs are about, off the clock. */
  prepare(count: number): Promise<string[]>;
  put(ids: string[]): Promise<void>;
  open(): Promise<number>;
};

/**
 * Ours is the worker itself, with the smallest job there is: a message about something that is none of our business is claimed,
 * looked at and marked as handled. The ratios are of processor time per job, everybody's together: worker, database, and whoever
 * puts the jobs in. Ratios of wall time are among the details.
 */
export default {
  about: 'jobs per second from enqueue to settled, effects once, and the wait until a job starts',
  run,
} satisfies Benchmark;

async function run({ quick, say }: Options): Promise<Result> {
  const database = await durablePostgres();
  const url = await database.createDatabase('backlot');
  const sql = postgres(url, { max: 4, onnotice: () => {} });
  const closing: (() => Promise<unknown>)[] = [() => database.stop(), () => sql.end()];
  const start = (script: string, env: Record<string, string>) => {
    const child = startProcess(script, { env });
    closing.push(child.stop);
    return child;
  };
  try {
    const worker = start('apps/worker/src/main.ts', ownEnvironment(url));
    const environment = { DATABASE_URL: url, LANES: String(lanes) };
    const bareWorker = start('bench/lib/bare-pg-boss.ts', environment);
    const rawWorker = start('bench/lib/raw-worker.ts', environment);
    await Promise.all([
      exists(sql, 'inbox', worker),
      exists(sql, `${bareSchema}.job`, bareWorker),
      exists(sql, 'raw_jobs', rawWorker),
    ]);
    const ours = await ourQueue(url, sql, closing);
    const barePgBoss = await bareQueueOf(url, sql, closing);
    const skipLocked = rawQueue(sql);
    for (const queue of [ours, barePgBoss, skipLocked]) await finish(queue, await queue.prepare(300));

    const perRound = quick ? 600 : 3_000;
    say(`${perRound} jobs a round in ${lanes} lanes, one job at a time in each.`);
    const { rounds, ...quality } = await alternate(
      [
        contender('ours', ours, perRound),
        contender('barePgBoss', barePgBoss, perRound),
        contender('skipLocked', skipLocked, perRound),
      ],
      { rounds: quick ? 3 : 7, seconds: quick ? 15 : 150, say },
    );
    const waits = await startWaits(sql, { ours, barePgBoss }, { quick, say });
    const effects = await countEffects(sql);
    if (effects.notOnce > 0) say(`${effects.notOnce} jobs did not have their effect exactly once.`);
    return {
      figures: {
        vs_bare_pg_boss: {
          value: ratio(rounds, 'barePgBoss', 'ours', cpuMicrosOf),
          unit: 'ratio',
          goal: 0.8,
          better: 'higher',
        },
        vs_raw_skip_locked: {
          value: ratio(rounds, 'skipLocked', 'ours', cpuMicrosOf),
          unit: 'ratio',
          goal: 0.1,
          better: 'higher',
        },
        enqueue_to_start_p99_ms: { value: waits.ours.p99Ms, unit: 'ms', goal: 10, better: 'lower' },
      },
      detail: {
        lanes,
        batchSize: 1,
        perRound,
        ...quality,
        ...summary(rounds),
        wallTime: {
          vs_bare_pg_boss: ratio(rounds, 'ours', 'barePgBoss', rateOf),
          vs_raw_skip_locked: ratio(rounds, 'ours', 'skipLocked', rateOf),
        },
        pgBossAsItComes: { perSecond: await asItComes(url, sql, start) },
        enqueueToStart: waits,
        effects,
      },
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function contender(name: string, queue: Queue, count: number): Contender {
  return {
    name,
    prepare: () => queue.prepare(count),
    async measure(ids) {
      await finish(queue, ids as string[]);
      return count;
    },
  };
}

async function finish(queue: Queue, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += groupSize) await queue.put(ids.slice(from, from + groupSize));
  while ((await queue.open()) > 0) await pause(25);
}

/** Looking too often would itself be the load. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function exists(sql: Sql, table: string, process: { mustRun(): void }): Promise<void> {
  for (;;) {
    const [found] = await sql`select to_regclass(${table}) is not null as found`;
    if (found?.found) return;
    process.mustRun();
    await pause(50);
  }
}

/** Messages that name nothing of ours, so that the job asks no vendor. */
async function ourQueue(url: string, sql: Sql, closing: (() => Promise<unknown>)[]): Promise<Queue> {
  const connection = connect(url, { max: 4, name: 'bench' });
  const { queue, close } = await openQueue({ url, role: 'producer', onError: () => {} });
  closing.push(connection.close, close);
  return {
    async prepare(count) {
      const ids = Array.from({ length: count }, () => randomUUID());
      const payload = { objectId: '', objectKind: 'balance', paymentIntentId: null };
      const receivedAt = new Date();
      await connection.db.insert(tables.inbox).values(
        ids.map((id) => ({
          id,
          source: 'stripe' as const,
          externalId: id,
          kind: 'balance.available',
          payload,
          receivedAt,
        })),
      );
      return ids;
    },
    async put(ids) {
      const payloads = ids.map((messageId) => ({ messageId }));
      await connection.db.transaction((tx) => queue.enqueueAll(tx, 'inbox.process', payloads));
    },
    open: async () =>
      countOf(
        await sql`select count(*) from pgboss.job where name = 'inbox.process' and state < 'completed'`,
      ),
  };
}

async function bareQueueOf(url: string, sql: Sql, closing: (() => Promise<unknown>)[]): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: bareSchema,
    max: 4,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => {});
  await boss.start();
  closing.push(() => boss.stop({ graceful: false }));
  return {
    prepare: async (count) => Array.from({ length: count }, () => randomUUID()),
    put: async (ids) =>
      void (await boss.insert(
        bareQueue,
        ids.map((id) => ({ data: { id } })),
      )),
    open: async () =>
      countOf(
        await sql`select count(*) from bare_pgboss.job where name = ${bareQueue} and state < 'completed'`,
      ),
  };
}

function rawQueue(sql: Sql): Queue {
  return {
    prepare: async (count) => Array.from({ length: count }, () => randomUUID()),
    async put(ids) {
      await sql`insert into raw_jobs (data) select jsonb_build_object('id', id) from unnest(${ids}::text[]) as id`;
      await sql`notify raw_jobs`;
    },
    open: async () => countOf(await sql`select count(*) from raw_jobs where state < 2`),
  };
}

const countOf = (rows: readonly { count?: string }[]) => Number(rows[0]?.count);

/**
 * How long a job waits while the worker has nothing else to do, by the database's own clock: from the beginning of the transaction
 * that puts it in to the beginning of the one that claims it.
 */
async function startWaits(
  sql: Sql,
  queues: { ours: Queue; barePgBoss: Queue },
  options: { quick: boolean; say(line: string): void },
) {
  const count = options.quick ? 150 : 1_000;
  const [{ now: since } = { now: null }] = await sql<{ now: string | null }[]>`select now()::text as now`;
  for (const [name, queue] of Object.entries(queues)) {
    const ids = await queue.prepare(count);
    for (const id of ids) {
      await queue.put([id]);
      // Uneven, so that it never keeps step with anyone's interval.
      await pause(10 + Math.random() * 20);
    }
    while ((await queue.open()) > 0) await pause(25);
    options.say(`${count} single jobs of ${name} are done`);
  }
  const waits = async (table: string, job: string) => {
    const rows = await sql<{ ms: number }[]>`
      select extract(epoch from started_on - created_on)::float8 * 1000 as ms
      from ${sql.unsafe(table)} where name = ${job} and created_on > ${since}::timestamptz`;
    const millis = rows.map(({ ms }) => ms);
    return { p50Ms: rounded(median(millis)), p99Ms: rounded(percentile(millis, 0.99)) };
  };
  return {
    ours: await waits('pgboss.job', 'inbox.process'),
    barePgBoss: await waits(`${bareSchema}.job`, bareQueue),
  };
}

/** Every message handled by one try, and every job completed. */
async function countEffects(sql: Sql) {
  const [row] = await sql<{ jobs: number; once: number }[]>`
    select count(*)::int as jobs, count(*) filter (where handled_at is not null and tries = 1)::int as once from inbox`;
  const { jobs: handled = 0, once = 0 } = row ?? {};
  return { jobs: handled, once, notOnce: handled - once };
}

/** pg-boss with every option at its default, over the first seconds of a queue that is never empty. */
async function asItComes(
  url: string,
  sql: Sql,
  start: (script: string, env: Record<string, string>) => { mustRun(): void; stop(): Promise<void> },
): Promise<number> {
  const schema = 'default_pgboss';
  const seconds = 6;
  const worker = start('bench/lib/bare-pg-boss.ts', { DATABASE_URL: url, SCHEMA: schema, LANES: '0' });
  await exists(sql, `${schema}.job`, worker);
  const boss = new PgBoss({ connectionString: url, schema, max: 2, supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  try {
    while (!(await boss.getQueue(bareQueue))) await pause(50);
    await boss.insert(
      bareQueue,
      Array.from({ length: 1_000 }, () => ({ data: {} })),
    );
    await pause(seconds * 1_000);
    const done = countOf(
      await sql`select count(*) from default_pgboss.job where name = ${bareQueue} and state = 'completed'`,
    );
    return rounded(done / seconds);
  } finally {
    await boss.stop({ graceful: false });
    await worker.stop();
  }
}
