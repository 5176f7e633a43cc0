import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connection, connect } from './client.ts';
import { listen } from './listen.ts';
import { testDatabase } from './testing.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let victim: Connection;
let killer: Connection;

beforeAll(async () => {
  database = await testDatabase();
  victim = connect(database.url, { max: 2, name: 'victim' });
  killer = connect(database.url, { max: 1, name: 'killer' });
  await killer.db.execute(sql`create table marks (n int)`);
});
afterAll(async () => {
  await victim?.close();
  await killer?.close();
  await database?.drop();
});

const kill = async (name = 'victim') => {
  await killer.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${name} and datname = current_database()`,
  );
};
/** A connection that died while nobody looked may fail one statement; there are two of them. */
const goesOn = async (work: () => Promise<unknown>) => {
  for (let tries = 1; ; tries += 1) {
    const failed = await work().then(
      () => false,
      () => true,
    );
    if (!failed) return;
    expect(tries).toBeLessThanOrEqual(2);
  }
};
const marks = () => killer.db.execute(sql`select n from marks order by n`);

it('loses a transaction whole with its connection, wherever it stands, and goes on', async () => {
  for (let round = 1; round <= 8; round += 1) {
    const lost = victim.db.transaction(async (tx) => {
      await tx.execute(sql`insert into marks values (${round})`);
      const killing = kill();
      if (round % 2 === 0) await killing;
      await tx.execute(sql`select pg_sleep(0.3)`);
      await tx.execute(sql`insert into marks values (${-round})`);
    });
    await expect(lost).rejects.toThrow();
    await goesOn(() => victim.db.execute(sql`select 1`));
  }
  expect(await marks()).toEqual([]);
  await victim.db.transaction((tx) => tx.execute(sql`insert into marks values (0)`));
  expect(await marks()).toEqual([{ n: 0 }]);
});

it('takes a connection that died unseen for lost, and keeps its place in the pool', async () => {
  for (let round = 0; round < 10; round += 1) {
    await goesOn(() => Promise.all([1, 2].map((n) => victim.db.execute(sql`select ${n}::int`))));
    await kill();
    // Not yet told, or told already: either way no more than this transaction may fail.
    await victim.db.transaction((tx) => tx.execute(sql`select 1`)).catch(() => {});
  }
  await goesOn(() => victim.db.transaction((tx) => tx.execute(sql`select 1`)));
});

it('hears again after its connection was lost, and says that something may have been missed', async () => {
  const heard: string[] = [];
  let connected = 0;
  const listening = await listen(database.url, {
    name: 'listener',
    channel: 'Some channel',
    onPayload: (payload) => heard.push(payload),
    onConnected: () => {
      connected += 1;
    },
  });
  const announce = (payload: string) => killer.db.execute(sql`select pg_notify('Some channel', ${payload})`);
  const settled = async (holds: () => boolean) => {
    for (let tries = 0; !holds() && tries < 200; tries += 1) await sleep(10);
  };
  await announce('one');
  await settled(() => heard.length === 1);
  for (let times = 2; times <= 4; times += 1) {
    await kill('listener');
    await settled(() => connected === times);
  }
  await announce('two');
  await settled(() => heard.length === 2);
  expect({ heard, connected }).toEqual({ heard: ['one', 'two'], connected: 4 });
  await listening.close();
});

it('prepares a statement with parameters once a connection, inside of transactions too', async () => {
  const one = connect(database.url, { max: 1, name: 'preparing' });
  const prepared = () =>
    one.db.execute<{ text: string; used: number }>(sql`
      select statement as text, (generic_plans + custom_plans)::int as used from pg_prepared_statements
      where statement in ('select $1::int + 1', 'select $1::int + 2') order by statement`);
  for (const n of [1, 2, 3]) {
    await one.db.execute(sql`select ${n}::int + 1`);
    await one.db.transaction((tx) => tx.execute(sql`select ${n}::int + 2`));
  }
  expect([...(await prepared())]).toEqual([
    { text: 'select $1::int + 1', used: 3 },
    { text: 'select $1::int + 2', used: 3 },
  ]);
  await one.close();
});
