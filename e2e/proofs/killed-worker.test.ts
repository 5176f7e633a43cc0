import { setTimeout as sleep } from 'node:timers/promises';
import { heartbeatSeconds, sweepUploads } from '@backlot/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf } from '../lib/films.ts';
import { until } from '../lib/until.ts';
import { openLives } from './lib/campaign-life.ts';
import { noteConfirmations } from './lib/confirmations.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import type { Program } from './lib/program.ts';
import { randomFrom, seed } from './lib/random.ts';
import { report, sized } from './lib/scale.ts';

const kills = sized(50, 200);
const filmName = 'sample.mp4';
/** In the middle of what a worker is killed; others run beside it. */
const targets = [
  'inbox.process',
  'upload.open',
  'upload.verify',
  'asset.promote',
  'asset.promote',
  'uploads.expire',
  'refund.send',
];

let grounds: Grounds;
let lives: Awaited<ReturnType<typeof openLives>>;

beforeAll(async () => {
  grounds = await openGrounds();
  await noteConfirmations(grounds.sql);
  const bytes = filmBytes(filmName);
  lives = await openLives(grounds, { bytes, promise: await promiseOf(bytes, filmName) });
});
afterAll(() => grounds?.close());

const activeJobs = () =>
  grounds.sql<{ id: string; name: string; startedMs: number }[]>`
    select id, name, extract(epoch from started_on)::float8 * 1000 as "startedMs" from pgboss.job
    where state = 'active'`;

it('starts a killed job again within twice its heartbeat', { timeout: 300_000 }, async () => {
  const worker = await grounds.startWorker();
  // Two films whose verification reads so slowly that the worker dies in the middle of it.
  grounds.s3.provoke({ kind: 'slow', bytesPerSecond: 3_000, operation: 'GetObject' });
  await lives.begin('brought');
  await lives.begin('brought');
  const verifying = async () => (await activeJobs()).filter(({ name }) => name === 'upload.verify');
  const begun = async () => {
    await lives.goOn();
    return verifying();
  };
  const killed = await until('two verifications under way', begun, (jobs) => jobs.length === 2, 60_000);
  await grounds.startWorker();
  const killedMs = Date.now();
  await worker.kill();
  grounds.s3.provoke({ kind: 'clear' });
  const again = await until(
    'both to start again',
    () => grounds.sql<{ id: string; startedMs: number }[]>`
      select id, extract(epoch from started_on)::float8 * 1000 as "startedMs" from pgboss.job
      where id in ${grounds.sql(killed.map(({ id }) => id))} and started_on > ${new Date(killedMs)}`,
    (jobs) => jobs.length === 2,
    60_000,
  );
  const waitedSeconds = again.map(({ startedMs }) => (startedMs - killedMs) / 1_000);
  report('killed-worker', { 'started again after s': waitedSeconds.map((s) => s.toFixed(1)).join(' and ') });
  expect(Math.max(...waitedSeconds)).toBeLessThan(2 * heartbeatSeconds);
  await until(
    'both films to be published',
    () => lives.goOn(),
    (open) => open === 0,
    120_000,
  );
});

it('does everything once, wherever workers are killed', { timeout: 3_600_000 }, async () => {
  const random = randomFrom(seed);
  const hit: Record<string, number> = {};
  // Slow enough that kills meet verification and promotion in their middle.
  grounds.s3.provoke({ kind: 'slow', bytesPerSecond: 600_000 });
  let working: Program = await grounds.startWorker();
  const startedMs = performance.now();
  const begun = new Set<string>();
  const fresh = async () =>
    (await activeJobs()).filter(({ id, startedMs }) => !begun.has(`${id} ${startedMs}`));
  for (let kill = 0; kill < kills; kill += 1) {
    // The next one is on its way while this one works; jobs of its own it has only when it is up.
    const starting = startNext();
    await lives.begin(random.pick(['brought', 'brought', 'absent'] as const));
    await meet(random.pick(targets), fresh, starting.isUp);
    await sleep(random.between(0, 150));
    const died = await Promise.all([fresh(), working.kill()]);
    for (const { id, name, startedMs } of died[0]) {
      begun.add(`${id} ${startedMs}`);
      hit[name] = (hit[name] ?? 0) + 1;
    }
    working = await starting.program;
  }
  grounds.s3.provoke({ kind: 'clear' });
  const killingSeconds = (performance.now() - startedMs) / 1_000;
  await until(
    'the end of every life',
    () => lives.goOn(),
    (open) => open === 0,
    240_000,
  );
  await until(
    'the end of every job',
    () => grounds.sql`
      select name, state from pgboss.job where state in ('created', 'retry', 'active')
      and name not in ('__pgboss__send-it')`,
    (jobs) => jobs.length === 0,
    120_000,
  );
  await expectOnce();
  report('killed-worker', {
    seed,
    kills,
    lives: lives.lives.length,
    'jobs hit': Object.entries(hit)
      .map(([name, times]) => `${name} ${times}`)
      .join(', '),
    'killing s': Math.round(killingSeconds),
    'whole s': Math.round((performance.now() - startedMs) / 1_000),
  });
});

function startNext(): { program: Promise<Program>; isUp(): boolean } {
  let up = false;
  const program = grounds.startWorker().then((started) => {
    up = true;
    return started;
  });
  return { program, isUp: () => up };
}

/** Lets everybody go on until a job of this kind is under way, at the longest until the next worker is up. */
async function meet(
  name: string,
  active: () => Promise<{ name: string }[]>,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    if ((await active()).some((job) => job.name === name)) return;
    await lives.goOn();
  }
}

async function expectOnce(): Promise<void> {
  const { sql, s3, stripe, bucket } = grounds;
  expect(await sql`select name, output from pgboss.job where state = 'failed'`).toEqual([]);
  expect(await sql`select order_id from confirmations group by order_id having count(*) <> 1`)
    // The fifteen days that a proof lets pass are noted too, and are no second confirmation.
    .toHaveLength(lives.lives.filter(({ kind }) => kind === 'absent').length);

  await sweepUploads({ ...grounds.ctx, now: () => new Date(Date.now() + 3_600_000) });
  const stored = s3.listEverything(bucket);
  expect(stored.uploads).toEqual([]);

  const charges = stripe.control.events('charge.succeeded');
  const refunds = stripe.control.events('refund.created');
  for (const { kind, campaignId, sessionId } of lives.lives) {
    const [row] = await sql`
      select a.id as asset_id, a.key, a.state as asset, u.state as upload, o.status as order,
        p.payment_intent_id as intent, m.id as mail_id
      from campaigns c join orders o on o.campaign_id = c.id join payments p on p.order_id = o.id
        join assets a on a.campaign_id = c.id join uploads u on u.asset_id = a.id
        left join mails m on m.message_key = 'film-published:' || a.id
      where c.id = ${campaignId} and p.session_id = ${sessionId}`;
    const keys = stored.objects.map(({ key }) => key).filter((key) => key.includes(row?.asset_id));
    const ofIntent = (event: { data: { object: object } }) =>
      (event.data.object as { payment_intent?: string }).payment_intent === row?.intent;
    const brought = kind === 'brought';
    expect({
      rows: (await sql`select 1 from uploads where asset_id = ${row?.asset_id}`).length,
      asset: row?.asset,
      upload: row?.upload,
      order: row?.order,
      keys,
      charges: charges.filter(ofIntent).length,
      refunds: refunds.filter(ofIntent).length,
      reviews: (await sql`select 1 from reviews where campaign_id = ${campaignId}`).length,
    }).toEqual({
      rows: 1,
      asset: brought ? 'published' : 'removed',
      upload: brought ? 'done' : 'aborted',
      order: brought ? 'confirmed' : 'refunded',
      keys: brought ? [row?.key] : [],
      charges: 1,
      refunds: brought ? 0 : 1,
      reviews: brought ? 1 : 0,
    });
    const sent = grounds.mail.messages().filter(({ messageId }) => messageId?.includes(row?.mail_id ?? '?'));
    expect(sent.length).toBeLessThanOrEqual(1);
  }
  const success = stored.objects.filter(({ key }) => key.startsWith('success/'));
  expect(success).toHaveLength(stored.objects.length);
}
