import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '@backlot/db';
import { type Postgres, startPostgres } from '@backlot/standins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../lib/until.ts';
import { absentFilm } from './lib/film.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import { deliver, openStream, strangeMessage } from './lib/message-stream.ts';
import type { Program } from './lib/program.ts';
import { report } from './lib/scale.ts';

const killingSeconds = 20;
const killsASecond = 5;
const stallSeconds = 5;
const backWithinSeconds = 10;

let dataDir: string;
let postgres: Postgres;
let grounds: Grounds;
let api: Program;
let worker: Program;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'backlot-own-postgres-'));
  postgres = await startPostgres({ dataDir, durable: false });
  grounds = await openGrounds(await postgres.createDatabase('proof'));
  [api, worker] = await Promise.all([grounds.startApi(), grounds.startWorker()]);
});
afterAll(async () => {
  await grounds?.close();
  // The data is kept over the restart of this proof, and goes at the end.
  await postgres?.stop();
  postgres = await startPostgres({ dataDir, durable: false, keep: false });
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('lives on while its connections are killed, and comes back after a restart', {
  timeout: 400_000,
}, async () => {
  const owner = await grounds.member('owner@example.com');
  const orders = await Promise.all(Array.from({ length: 6 }, () => grounds.order(owner, absentFilm)));
  const heard: string[] = [];
  const listening = await listen(new URL(postgres.url.replace(/[^/]*$/, 'proof')).href, {
    name: 'backlot-proof-notices',
    channel: 'proof',
    onPayload: (payload) => heard.push(payload),
    onConnected: () => {},
  });
  const stream = openStream(grounds, 4);
  await sleep(4_000);
  const usual = usualRates(stream.accepted);

  const killedFrom = Date.now();
  let killed = 0;
  for (let kill = 0; kill < killingSeconds * killsASecond; kill += 1) {
    killed += await killConnections();
    if (kill % killsASecond === 0) await payNext(orders);
    await sleep(1_000 / killsASecond);
  }
  const killedUntil = Date.now();
  const afterKills = await backAfter(killedUntil, usual, stream.accepted);

  await payNext(orders);
  const downFrom = Date.now();
  const { port } = postgres;
  await postgres.stop();
  await sleep(1_000);
  postgres = await startPostgres({ dataDir, port, durable: false });
  const upAt = Date.now();
  await payNext(orders);
  const afterRestart = await backAfter(upAt, usual, stream.accepted);
  await stream.stop();
  for (const order of orders) await payNext([order]);

  expectAlive();
  await until(
    'the end of all jobs',
    async () => (await grounds.sql`select 1 from inbox where handled_at is null limit 1`).length,
    (open) => open === 0,
    120_000,
  );
  const kept = new Set((await grounds.sql`select external_id from inbox`).map((row) => row.external_id));
  expect(stream.accepted.filter(({ id }) => !kept.has(id))).toEqual([]);
  const settled = await until(
    'every paid order to be confirmed, with an open upload for film and poster',
    () => grounds.sql`
      select o.status, (select count(*)::int from uploads u join assets a on a.id = u.asset_id
        where a.campaign_id = o.campaign_id and u.state = 'open') as uploads from orders o`,
    (rows) => rows.every((row) => row.uploads === 2),
    60_000,
  );
  expect(settled).toEqual(orders.map(() => ({ status: 'confirmed', uploads: 2 })));
  await grounds.sql`select pg_notify('proof', 'still there')`;
  await until(
    'the announcement',
    () => heard,
    (all) => all.includes('still there'),
  );
  await listening.close();

  report('database-faults', {
    'connections killed': killed,
    'for s': Math.round((killedUntil - killedFrom) / 1_000),
    'down s': ((upAt - downFrom) / 1_000).toFixed(1),
    accepted: stream.accepted.length,
    'answered otherwise': stream.counted.refused,
    lost: 0,
    'usual accepted/s': usual.toFixed(0),
    'back after kills, s': describe(afterKills),
    'back after restart, s': describe(afterRestart),
  });
  for (const back of [afterKills, afterRestart])
    expect(Math.max(back.accepted, back.handled)).toBeLessThanOrEqual(backWithinSeconds);
});

it('answers no message before it is committed, also while the database stalls', {
  timeout: 120_000,
}, async () => {
  const answers: { status: number; atMs: number; isKept: boolean }[] = [];
  const post = async () => {
    const { id, body } = strangeMessage();
    const status = await deliver(grounds, body);
    const atMs = Date.now();
    const rows = await grounds.sql`select 1 from inbox where external_id = ${id}`;
    answers.push({ status, atMs, isKept: rows.length === 1 });
  };
  await post();
  let releasedMs = 0;
  const posting: Promise<void>[] = [];
  await grounds.sql.begin(async (tx) => {
    await tx`lock table inbox in exclusive mode`;
    for (let n = 0; n < 12; n += 1) posting.push(post());
    await sleep(stallSeconds * 1_000);
    releasedMs = Date.now();
  });
  await Promise.all(posting);
  const [before, ...stalled] = answers;
  expect(before).toMatchObject({ status: 200, isKept: true });
  expect(stalled.filter(({ atMs }) => atMs < releasedMs)).toEqual([]);
  expect(stalled.map(({ status, isKept }) => ({ status, isKept }))).toEqual(
    posting.map(() => ({ status: 200, isKept: true })),
  );
  const lateMs = Math.max(...stalled.map(({ atMs }) => atMs - releasedMs));
  report('database-faults', {
    'stalled s': stallSeconds,
    held: stalled.length,
    'all answered after ms': lateMs,
  });
});

function expectAlive(): void {
  for (const program of [api, worker])
    if (!program.isAlive())
      throw new Error(`a process died; its last words:\n${program.said().slice(-20).join('\n')}`);
}

/** Ends every connection of api and worker; answers how many. */
async function killConnections(): Promise<number> {
  const rows = await grounds.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name in ('backlot-api', 'backlot-worker', 'backlot-api-notices')
      or application_name like 'backlot-queue-%'`;
  return rows.length;
}

/** Pays one more order and delivers what the provider tells of it, until it is accepted. */
async function payNext(orders: readonly { sessionId: string }[]): Promise<void> {
  const { control } = grounds.stripe;
  const open = control.sessions().filter(({ status }) => status === 'open');
  const next = orders.find(({ sessionId }) => open.some(({ id }) => id === sessionId));
  if (!next) return;
  const before = control.events().length;
  control.pay(next.sessionId);
  for (const event of control.events().slice(before))
    void until(
      'a message of a payment',
      () => deliver(grounds, JSON.stringify(event)),
      (status) => status === 200,
      60_000,
    );
}

/** Messages accepted in a second, before anything goes wrong. */
function usualRates(accepted: readonly { answeredMs: number }[]): number {
  const now = Date.now();
  return accepted.filter(({ answeredMs }) => answeredMs > now - 3_000).length / 3;
}

/** After how many seconds a whole second came in which half of the usual was accepted, and half of it was handled. */
async function backAfter(fromMs: number, usual: number, accepted: readonly { answeredMs: number }[]) {
  const back = { accepted: Number.POSITIVE_INFINITY, handled: Number.POSITIVE_INFINITY };
  const isBack = (moments: readonly number[], second: number) =>
    moments.filter((ms) => ms >= fromMs + second * 1_000 && ms < fromMs + (second + 1) * 1_000).length >=
    usual / 2;
  for (let second = 0; second <= backWithinSeconds + 5; second += 1) {
    await sleep(Math.max(0, fromMs + (second + 1) * 1_000 - Date.now()));
    const handled = await grounds.sql<{ ms: number }[]>`
      select extract(epoch from handled_at)::float8 * 1000 as ms from inbox where handled_at >= ${new Date(fromMs)}`;
    if (
      isBack(
        accepted.map(({ answeredMs }) => answeredMs),
        second,
      )
    )
      back.accepted = Math.min(back.accepted, second);
    if (
      isBack(
        handled.map(({ ms }) => ms),
        second,
      )
    )
      back.handled = Math.min(back.handled, second);
    if (back.accepted < Number.POSITIVE_INFINITY && back.handled < Number.POSITIVE_INFINITY) break;
  }
  return back;
}

const describe = ({ accepted, handled }: { accepted: number; handled: number }): string =>
  `accepting ${accepted}, handling ${handled}`;
