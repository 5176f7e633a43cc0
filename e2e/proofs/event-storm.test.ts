import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import { type Ctx, openInbox, openQueue, processMessage } from '@backlot/domain';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../lib/until.ts';
import { noteConfirmations } from './lib/confirmations.ts';
import { absentFilm } from './lib/film.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import { copyOrders, stateOf } from './lib/ledger-of-state.ts';
import { messageOf, type StripeEvent } from './lib/message-of.ts';
import { mixedActs } from './lib/payment-stories.ts';
import type { Program } from './lib/program.ts';
import { randomFrom, seed } from './lib/random.ts';
import { quantile, report, sized } from './lib/scale.ts';

const eventsWanted = sized(240, 10_000);
const deliveriesBetweenKills = sized(100, 500);
const clients = 8;
const copiesMax = 5;
/** Of one order's story, on average; more orders than needed do no harm. */
const eventsOfAnOrder = 5;

type Databases = [Awaited<ReturnType<typeof testDatabase>>, Awaited<ReturnType<typeof testDatabase>>];
let databases: Databases;
let grounds: Grounds;
let replay: Awaited<ReturnType<typeof openReplay>>;

beforeAll(async () => {
  databases = [await testDatabase(), await testDatabase()];
  grounds = await openGrounds(databases[0].url);
  await noteConfirmations(grounds.sql);
});
afterAll(async () => {
  await replay?.close();
  await grounds?.close();
  for (const database of databases ?? []) await database.drop();
});

/** A second database, in which the same messages are handled one after the other, each once, when they happen. */
async function openReplay(url: string) {
  const connection = connect(url, { max: 2, name: 'backlot-replay' });
  const queue = await openQueue({ url, role: 'producer', onError: () => {} });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const ctx: Ctx = { ...grounds.ctx, db: connection.db, queue: queue.queue };
  const receive = openInbox(ctx);
  return {
    sql,
    async handle(event: StripeEvent) {
      await receive(messageOf(event));
      const [row] = await sql`select id from inbox where external_id = ${event.id}`;
      await processMessage(ctx, { messageId: row?.id });
    },
    async close() {
      await queue.close();
      await connection.close();
      await sql.end();
    },
  };
}

it('loses nothing and does nothing twice in a storm of messages while the api is killed', {
  timeout: 1_800_000,
}, async () => {
  const random = randomFrom(seed);
  const owner = await grounds.member('owner@example.com');
  const sessionIds: string[] = [];
  const orders = Math.ceil(eventsWanted / eventsOfAnOrder);
  await inLanes(4, orders, async () => {
    sessionIds.push((await grounds.order(owner, absentFilm)).sessionId);
  });
  replay = await openReplay(databases[1].url);
  await copyOrders(grounds.sql, replay.sql);

  const worker = await grounds.startWorker();
  const storm = await openStorm();
  const startedMs = performance.now();
  const acts = mixedActs(sessionIds, random);
  const happening = (async () => {
    for (const { act, sessionId } of acts) {
      const before = grounds.stripe.control.events().length;
      if (before >= eventsWanted) break;
      act(grounds.stripe.control, sessionId);
      for (const event of grounds.stripe.control.events().slice(before)) {
        await replay.handle(event);
        storm.expect(event, random.between(1, copiesMax), random);
      }
      while (storm.waiting() > 200) await sleep(5);
    }
    storm.isComplete = true;
  })();
  await Promise.all([happening, ...Array.from({ length: clients }, () => storm.deliver())]);
  const deliverySeconds = (performance.now() - startedMs) / 1_000;

  const events = grounds.stripe.control.events().length;
  await until(
    'the end of all jobs',
    async () => (await grounds.sql`select 1 from inbox where handled_at is null limit 1`).length,
    (open) => open === 0,
    120_000,
  );
  expect(worker.isAlive()).toBe(true);
  expect(storm.lost).toEqual([]);
  expect(await stateOf(grounds.sql)).toEqual(await stateOf(replay.sql));
  await expectOnce(events);
  report('event-storm', {
    seed,
    events,
    deliveries: storm.counted.deliveries,
    kills: storm.counted.kills,
    'broken off': storm.counted.brokenOff,
    'answered 5xx': storm.counted.failed,
    lost: storm.lost.length,
    'deliveries/s': Math.round(storm.counted.deliveries / deliverySeconds),
    'answer ms p50': Math.round(quantile(storm.answeredMs, 0.5)),
    'answer ms p99': Math.round(quantile(storm.answeredMs, 0.99)),
    'storm s': Math.round(deliverySeconds),
    'storm and jobs s': Math.round((performance.now() - startedMs) / 1_000),
  });
});

/** Clients that deliver as the provider does: until each copy is answered 2xx. */
async function openStorm() {
  let api: Program = await grounds.startApi();
  let restarting: Promise<void> | null = null;
  const waiting: { body: string; id: string }[] = [];
  const accepted = new Set<string>();
  const counted = { deliveries: 0, kills: 0, brokenOff: 0, failed: 0 };
  const lost: string[] = [];
  const answeredMs: number[] = [];

  const restart = async () => {
    counted.kills += 1;
    await api.kill();
    // Looked at before a further copy could mend it.
    const kept = new Set((await grounds.sql`select external_id from inbox`).map((row) => row.external_id));
    lost.push(...[...accepted].filter((id) => !kept.has(id)));
    api = await grounds.startApi();
  };
  const deliverOne = async (copy: { body: string; id: string }) => {
    const startedMs = performance.now();
    const response = await fetch(grounds.webhookUrl, {
      method: 'POST',
      body: copy.body,
      headers: { 'content-type': 'application/json', 'stripe-signature': grounds.sign(copy.body) },
    });
    await response.arrayBuffer();
    if (response.ok) {
      answeredMs.push(performance.now() - startedMs);
      accepted.add(copy.id);
      counted.deliveries += 1;
      if (counted.deliveries % deliveriesBetweenKills === 0)
        restarting ??= restart().finally(() => {
          restarting = null;
        });
    } else {
      counted.failed += 1;
      waiting.push(copy);
    }
  };
  return {
    isComplete: false,
    counted,
    lost,
    answeredMs,
    waiting: () => waiting.length,
    expect(event: StripeEvent, copies: number, random: ReturnType<typeof randomFrom>): void {
      const copy = { id: event.id, body: JSON.stringify(event) };
      for (let n = 0; n < copies; n += 1) waiting.splice(random.between(0, waiting.length), 0, copy);
    },
    async deliver(): Promise<void> {
      for (;;) {
        const copy = waiting.shift();
        if (!copy && this.isComplete) return;
        if (!copy) await sleep(5);
        else
          await deliverOne(copy).catch(async () => {
            counted.brokenOff += 1;
            waiting.push(copy);
            await restarting;
          });
      }
    },
  };
}

async function expectOnce(events: number): Promise<void> {
  const { sql } = grounds;
  const [counts] = await sql`
    select (select count(*)::int from inbox) as messages,
      (select count(*)::int from pgboss.job where name = 'inbox.process') as message_jobs,
      (select count(*)::int from uploads) as uploads,
      (select count(distinct asset_id)::int from uploads) as uploaded_assets,
      (select count(*)::int from pgboss.job where name = 'upload.open') as upload_jobs,
      (select count(*)::int from confirmations) as confirmations,
      (select count(*)::int from orders where confirmed_at is not null) as confirmed`;
  expect(counts?.messages).toBe(events);
  expect(counts?.message_jobs).toBe(events);
  expect(counts?.uploaded_assets).toBe(counts?.uploads);
  expect(counts?.upload_jobs).toBe(counts?.uploads);
  expect(counts?.confirmations).toBe(counts?.confirmed);

  const unpaid = await sql<{ key: string }[]>`
    select a.key from assets a join orders o on o.campaign_id = a.campaign_id where o.confirmed_at is null`;
  const written = grounds.s3.ledger();
  expect(written.filter(({ key }) => unpaid.some((asset) => asset.key === key))).toEqual([]);
  const opened = written.filter((one) => one.operation === 'CreateMultipartUpload' && one.outcome === 'done');
  expect(new Set(opened.map(({ key }) => key)).size).toBe(opened.length);
}

/** Runs `count` pieces of work, so many side by side. */
async function inLanes(lanes: number, count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
