import { type Meter, meterNames } from '@backlot/core';
import {
  type Ctx,
  inTransaction,
  type MemberCtx,
  makePartitions,
  recordUsage,
  rollUp,
  viewUsage,
} from '@backlot/domain';
import postgres, { type Sql } from 'postgres';
import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { durablePostgres } from './lib/database.ts';
import { percentile, rounded } from './lib/numbers.ts';
import { alternate, type Contender, cpuMicrosOf, type Round, rateOf, ratio, summary } from './lib/pairs.ts';
import { startProcess } from './lib/processes.ts';
import { openUsage } from './lib/usage-database.ts';

const members = 300;
const monthsOfHistory = 12;
const few = 10_000;
const aDayMs = 24 * 3_600_000;
/** Members whose quotas are read, each with a counter of every quota. */
const readMembers = 50_000;

type Place = { url: string; sql: Sql; ctx: Ctx };

/**
 * One run of the roll-up beside: one `GROUP BY` over everything, the upsert of exactly the new rows in one statement, and the same
 * run with a tenth of the history. Ratios are of processor time, of everybody together.
 */
export default {
  about: 'what a roll-up of new usage costs, beside the whole history and beside the bare upsert',
  run,
} satisfies Benchmark;

async function run({ quick, large, say }: Options): Promise<Result> {
  // As many as fit into the time; a run over 100,000 costs twice as much.
  const many = quick ? 50_000 : 100_000;
  const history = quick ? 1_000_000 : large ? 100_000_000 : 10_000_000;
  const database = await durablePostgres();
  const closing: (() => Promise<unknown>)[] = [() => database.stop()];
  const open = async (name: string): Promise<Place> => {
    const url = await database.createDatabase(name);
    const { ctx, close } = await openUsage(url);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    closing.push(close, () => sql.end());
    return { url, sql, ctx };
  };
  try {
    const whole = await open('whole');
    const tenth = await open('tenth');
    say(`Writing ${history} rows of history, and a tenth of them beside.`);
    await Promise.all([writeHistory(whole, history), writeHistory(tenth, history / 10)]);

    const { rounds, ...quality } = await alternate(
      [
        rolling(`ours${few}`, whole, few),
        ...(quick ? [] : besides(few, whole, tenth)),
        rolling(`ours${many}`, whole, many),
        ...besides(many, whole, tenth),
        grouping('groupBy', whole),
      ],
      { rounds: quick ? 3 : 7, seconds: quick ? 1 : 120, say },
    );
    const of = (a: string, b: string) => ratio(rounds, a, b, cpuMicrosOf);
    const wall = (a: string, b: string) => ratio(rounds, b, a, rateOf);
    const reading = await readQuotas(whole, quick ? 2_000 : 10_000);
    const kills = quick ? 2 : 10;
    const trouble = await makeTrouble(whole, { kills, say });
    const difference = await countDifferences(whole.sql);
    return {
      figures: {
        full_over_incremental: {
          value: of('groupBy', `ours${few}`),
          unit: 'ratio',
          goal: quick ? 5 : large ? 500 : 50,
          better: 'higher',
        },
        vs_single_upsert: {
          value: of(`ours${many}`, `upsert${many}`),
          unit: 'ratio',
          goal: 1.5,
          better: 'lower',
        },
        history_growth: {
          value: of(`ours${many}`, `tenth${many}`),
          unit: 'ratio',
          goal: 1.1,
          better: 'lower',
        },
        quota_read_p99_ms: { value: reading.p99Ms, unit: 'ms', goal: 1, better: 'lower' },
        difference: { value: difference, unit: 'count', goal: 0, better: 'lower' },
      },
      detail: {
        history,
        members,
        newRows: { few, many },
        ...quality,
        ...summaryOfRuns(rounds),
        also: {
          [`full_over_incremental of ${many}`]: of('groupBy', `ours${many}`),
          ...(!quick && {
            [`vs_single_upsert of ${few}`]: of(`ours${few}`, `upsert${few}`),
            [`history_growth of ${few}`]: of(`ours${few}`, `tenth${few}`),
          }),
        },
        wallTime: {
          full_over_incremental: wall('groupBy', `ours${few}`),
          vs_single_upsert: wall(`ours${many}`, `upsert${many}`),
          history_growth: wall(`ours${many}`, `tenth${many}`),
        },
        quotaRead: reading,
        trouble,
      },
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** What a run over so many new rows is compared with. */
const besides = (rows: number, whole: Place, tenth: Place): Contender[] => [
  rolling(`tenth${rows}`, tenth, rows),
  upserting(`upsert${rows}`, whole, rows),
];

/** Milliseconds of a run, which is one operation here. */
const summaryOfRuns = (rounds: readonly Round[]) =>
  Object.fromEntries(
    Object.entries(summary(rounds)).map(([name, { perSecond, cpuMicros }]) => [
      name,
      { ms: rounded(1_000 / perSecond), cpuMs: rounded(cpuMicros / 1_000) },
    ]),
  );

const meterList = `array[${meterNames.map((name) => `'${name}'`).join(',')}]`;

/** Rows of many members, each active in two hours of a day: time between two moments, evenly. */
const rowsOf = (tag: string, count: number, from: Date, spanMs: number) => `
  select '${tag}:' || n as key,
    ('00000000-0000-7000-8000-' || lpad((hashint4(n) & 2147483647) % ${members} || '', 12, '0'))::uuid as member_id,
    (${meterList})[1 + n % ${meterNames.length}] as meter, (1 + n % 1000)::bigint as quantity,
    '${from.toISOString()}'::timestamptz + (n / ${count}::float8) * interval '${spanMs / 1_000} seconds' as happened_at
  from generate_series(1, ${count}) as n`;

async function writeHistory({ sql, ctx }: Place, count: number): Promise<void> {
  const from = new Date(Date.now() - monthsOfHistory * 30 * aDayMs);
  await makePartitions({ ...ctx, now: () => from });
  const rows = rowsOf('history', count, from, monthsOfHistory * 30 * aDayMs - aDayMs);
  await sql.unsafe(
    `insert into usage_records select key, member_id, meter, quantity, happened_at, now() from (${rows}) as row`,
  );
  // Sorting in memory and not through files; what is measured later has the usual amount again.
  await sql.unsafe(`set work_mem = '512MB'`);
  await withoutKey(sql, 'usage_totals', () => sql.unsafe(totalsOf('usage_records', 'order by 1, 2, 3')));
  await sql.unsafe('reset work_mem');
  await sql.unsafe('vacuum analyze');
}

/** Fills an empty table and makes its primary key afterwards, in a third of the time. */
async function withoutKey(sql: Sql, table: string, fill: () => PromiseLike<unknown>): Promise<void> {
  const [key] = await sql`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${table}::regclass and contype = 'p'`;
  await sql`alter table ${sql(table)} drop constraint ${sql(key?.name)}`;
  await fill();
  await sql.unsafe(`alter table ${table} add constraint ${key?.name} ${key?.definition}`);
}

/** Totals of all three grains from rows that somebody has found already. */
const totalsOf = (table: string, order = '') => `
  with hours as materialized (
    select date_trunc('hour', happened_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from ${table} group by 1, 2, 3 ${order}
  ), days as materialized (
    select date_trunc('day', starts_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from hours group by 1, 2, 3
  ), months as materialized (
    select date_trunc('month', starts_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
    from days group by 1, 2, 3
  )
  insert into usage_totals as total (grain, starts_at, member_id, meter, quantity)
  select 'hour', * from hours union all select 'day', * from days union all select 'month', * from months`;

/** The bare upsert of such rows. */
const upsertOf = (table: string) => `${totalsOf(table)}
  on conflict (grain, starts_at, member_id, meter) do update set quantity = total.quantity + excluded.quantity`;

let batches = 0;
/** What came within the last day, and some of it late. */
const newRows = (count: number) => {
  batches += 1;
  const late = Math.round(count / 20);
  return `${rowsOf(`new${batches}`, count - late, new Date(Date.now() - aDayMs), aDayMs)} union all ${rowsOf(`late${batches}`, late, new Date(Date.now() - 34 * aDayMs), 33 * aDayMs)}`;
};

/** Writes new rows as `recordUsage` does, off the clock. */
async function writeNew(sql: Sql, count: number, into: 'usage_pending' | 'new_rows'): Promise<void> {
  await sql.unsafe(`create table if not exists new_rows (like usage_pending)`);
  await sql.unsafe(`truncate new_rows`);
  await sql.unsafe(`
    with fresh as materialized (${newRows(count)}), kept as (
      insert into usage_records select key, member_id, meter, quantity, happened_at, now() from fresh
    ) insert into ${into} (member_id, meter, quantity, happened_at)
    select member_id, meter, quantity, happened_at from fresh`);
  await sql.unsafe(`analyze new_rows`);
}

const rolling = (name: string, { sql, ctx }: Place, rows: number): Contender => ({
  name,
  prepare: () => writeNew(sql, rows, 'usage_pending'),
  async measure() {
    const { records } = await rollUp(ctx);
    if (records !== rows) throw new Error(`${records} records were rolled up instead of ${rows}`);
    return 1;
  },
});

const upserting = (name: string, { sql }: Place, rows: number): Contender => ({
  name,
  prepare: () => writeNew(sql, rows, 'new_rows'),
  async measure() {
    await sql.unsafe(upsertOf('new_rows'));
    return 1;
  },
});

/** Only reads: what would be written with it is not counted. */
const grouping = (name: string, { sql }: Place): Contender => ({
  name,
  async measure() {
    await sql.unsafe(`
      select count(*) from (
        select date_trunc('hour', happened_at, 'UTC'), member_id, meter, sum(quantity)
        from usage_records group by 1, 2, 3
      ) as totals`);
    return 1;
  },
});

/**
 * How long a page waits for the quotas of its member, one after the other, and in turns with it what the machine takes for a
 * statement that asks for nothing.
 */
async function readQuotas({ ctx, sql }: Place, count: number) {
  await sql.unsafe(`
    insert into quota_counters (period_start, member_id, quota, used)
    select date_trunc('month', now(), 'UTC'), ('00000000-0000-7000-8000-' || lpad(n || '', 12, '0'))::uuid, quota, n
    from generate_series(0, ${readMembers - 1}) as n cross join (values ('text'), ('video'), ('live')) as name (quota)`);
  await sql.unsafe('vacuum analyze quota_counters');
  const timed = async (millis: number[], read: () => PromiseLike<unknown>) => {
    const started = performance.now();
    await read();
    millis.push(performance.now() - started);
  };
  const [ours, bare]: [number[], number[]] = [[], []];
  // The first ones prepare statements and compile code.
  const unheeded = 300;
  for (let n = 0; n < count + unheeded; n += 1) {
    const memberId = `00000000-0000-7000-8000-${String((n * 7_919) % readMembers).padStart(12, '0')}`;
    const asMember = { ...ctx, actor: { kind: 'member', memberId } } as MemberCtx;
    await timed(ours, () => viewUsage(asMember));
    await timed(bare, () => sql`select 1`);
  }
  const at = (millis: number[], share: number) => rounded(percentile(millis.slice(unheeded), share));
  return {
    p50Ms: at(ours, 0.5),
    p99Ms: at(ours, 0.99),
    bareRoundTrip: { p50Ms: at(bare, 0.5), p99Ms: at(bare, 0.99) },
  };
}

/** Records that come twice and late, by the verb, while processes that roll up are killed. */
async function makeTrouble({ url, ctx, sql }: Place, options: { kills: number; say(line: string): void }) {
  let recorded = 0;
  let told = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    const child = startProcess('bench/lib/roll-up-loop.ts', { env: { DATABASE_URL: url } });
    for (let batch = 0; batch < 20; batch += 1) {
      told += 1;
      const records = Array.from({ length: 500 }, (_, n) => ({
        // Every fifth was told with the batch before.
        key: n % 5 === 0 ? `trouble:${told - 1}:${n + 1}` : `trouble:${told}:${n}`,
        memberId: `00000000-0000-7000-8000-${String(n % members).padStart(12, '0')}`,
        meter: meterNames[n % meterNames.length] as Meter,
        quantity: BigInt(n + 1),
        happenedAt: new Date(Date.now() - ((n * 7_919) % 34) * aDayMs),
      }));
      recorded += await inTransaction(ctx, (txCtx) => recordUsage(txCtx, records));
    }
    process.kill(child.pid, 'SIGKILL');
    await child.stop();
  }
  await rollUp(ctx);
  options.say(`${options.kills} processes were killed while they rolled up.`);
  const [left] = await sql`select count(*)::int as n from usage_pending`;
  return { kills: options.kills, recorded, left: left?.n };
}

/** Rows of the totals that differ from one `GROUP BY` over everything, on either side. */
async function countDifferences(sql: Sql): Promise<number> {
  // Off the clock; with the usual memory it sorts and joins through files.
  await sql.unsafe(`set work_mem = '512MB'`);
  const [row] = await sql.unsafe(`
    with truth as (
      select grain, date_trunc(grain, starts_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
      from (
        select date_trunc('hour', happened_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
        from usage_records group by 1, 2, 3
      ) as hours cross join (values ('hour'), ('day'), ('month')) as period (grain)
      group by 1, 2, 3, 4
    )
    select count(*)::int as n from truth full join usage_totals as total using (grain, starts_at, member_id, meter)
    where truth.quantity is distinct from total.quantity`);
  return row?.n;
}
