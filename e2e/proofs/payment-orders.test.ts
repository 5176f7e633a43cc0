import { randomUUID } from 'node:crypto';
import { campaignPrices, type OrderStatus, type PaymentSnapshot } from '@backlot/core';
import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import {
  type Ctx,
  confirm,
  grantRole,
  type JobName,
  type JobQueue,
  type MemberCtx,
  type Message,
  makeCtx,
  openInbox,
  openUpload,
  processMessage,
  removeAsset,
  saveDraft,
  startDraft,
} from '@backlot/domain';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteConfirmations } from './lib/confirmations.ts';
import { absentFilm } from './lib/film.ts';
import { openGates } from './lib/gates.ts';
import { type Act, after, partMinor, paymentModel, possibleActs, untouched } from './lib/payment-model.ts';
import { report, sized } from './lib/scale.ts';
import { storeModel } from './lib/store-model.ts';

const runs = sized(40, 1_000);
const amountMinor = campaignPrices.individual.amountMinor;

/** What happens at the provider, one after the other; `again` is the person's next try after a failure. */
type Step = Act | 'again';
type Story = {
  choices: number[];
  /** For each step: after which later step each copy of its message comes, and in which rank. */
  copies: { delay: number; rank: number }[][];
  /** For how many steps each answer of the provider is held back. */
  holds: number[];
  /** Whether a step waits for what the one before set in motion, or runs into it. */
  waits: boolean[];
  /** The api died between opening the page and writing it down. */
  forgotten: boolean;
};

const copy = fc.record({ delay: fc.oneof(fc.constant(0), fc.nat(4)), rank: fc.nat(99) });
/** Most messages come once: a repetition would repair what an old answer broke. */
const copiesOfOne = fc.oneof(
  { weight: 3, arbitrary: fc.array(copy, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(copy, { minLength: 2, maxLength: 4 }) },
);
const story: fc.Arbitrary<Story> = fc.record({
  choices: fc.array(fc.nat(59), { minLength: 1, maxLength: 7, size: 'max' }),
  copies: fc.array(copiesOfOne, { minLength: 7, maxLength: 7 }),
  holds: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 2, 3), { minLength: 5, maxLength: 20 }),
  waits: fc.array(fc.constantFrom(true, true, false), { minLength: 7, maxLength: 7 }),
  forgotten: fc.boolean(),
});

/** Turns choices into a walk that the provider allows. */
function walkOf(choices: readonly number[]): Step[] {
  const steps: Step[] = [];
  let truth = untouched(amountMinor);
  for (const choice of choices) {
    const possible: Step[] = possibleActs(truth);
    const hasEnded = possible.length === 0 && truth.payment === 'unpaid';
    if (hasEnded && !steps.includes('again')) possible.push('again');
    const step = possible[choice % possible.length];
    if (step === undefined) break;
    steps.push(step);
    truth = step === 'again' ? untouched(amountMinor) : after(truth, step);
  }
  return steps;
}

type Outcome = { status: OrderStatus; attempt: number; refundedMinor: number; everPaid: boolean };

/** Where the steps lead when each is handled before the next happens. Written from the rules, not from the code. */
function serialOutcome(steps: readonly Step[]): Outcome {
  const outcome: Outcome = { status: 'pending', attempt: 1, refundedMinor: 0, everPaid: false };
  for (const step of steps) {
    if (step === 'completed_paid' || step === 'async_succeeded')
      Object.assign(outcome, { status: 'confirmed', everPaid: true });
    if (step === 'async_failed') outcome.status = 'failed';
    if (step === 'expired') outcome.status = 'expired';
    if (step === 'refunded_partly') outcome.refundedMinor += partMinor;
    if (step === 'refunded_rest') Object.assign(outcome, { status: 'refunded', refundedMinor: amountMinor });
    if (step === 'disputed') outcome.status = 'disputed';
    if (step === 'dispute_won') outcome.status = 'confirmed';
    if (step === 'dispute_lost') outcome.status = 'refunded';
    if (step === 'again') Object.assign(outcome, { status: 'pending', attempt: outcome.attempt + 1 });
  }
  return outcome;
}

let database: Awaited<ReturnType<typeof testDatabase>>;
let connection: ReturnType<typeof connect>;
let sql: postgres.Sql;
const counted = { runs: 0, messages: 0, deliveries: 0, superseded: 0, writes: 0, paid: 0 };

beforeAll(async () => {
  database = await testDatabase();
  connection = connect(database.url, { max: 12, name: 'backlot-proof' });
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  await noteConfirmations(sql);
});
afterAll(async () => {
  await connection?.close();
  await sql?.end();
  await database?.drop();
  report('payment-orders', counted);
});

/** One order with its own provider and store, and jobs that run more than once and side by side. */
async function openScene(onItsWay: () => Promise<void>) {
  const provider = paymentModel(onItsWay);
  const early: string[] = [];
  const store = storeModel(async (key) => {
    const [order] = await sql`
      select o.confirmed_at from orders o join assets a on a.campaign_id = o.campaign_id where a.key = ${key}`;
    if (!order?.confirmed_at) early.push(key);
  });
  const jobs: { id: string; name: JobName; payload: unknown }[] = [];
  const queue: JobQueue = {
    enqueue: async (_tx, name, payload) => {
      jobs.push({ id: randomUUID(), name, payload });
    },
    enqueueAll: async (_tx, name, payloads) => {
      const those = payloads.map((payload) => ({ id: randomUUID(), name, payload }));
      jobs.push(...those);
      return those.map(({ id }) => id);
    },
    withdraw: async (_tx, _name, jobIds) => {
      for (const id of jobIds)
        jobs.splice(
          jobs.findIndex((job) => job.id === id),
          1,
        );
    },
  };
  const ctx: Ctx = makeCtx({
    db: connection.db,
    queue,
    ports: {
      payments: provider.payments,
      objects: store.objects,
      films: { read: async () => ({ ok: false, reason: 'unreadable' }), poster: async () => null },
      mailer: { send: async () => 'sent' },
      images: {
        makeAvatar: async () => ({ ok: false, reason: 'image_type' }),
        makeSeed: async () => ({ ok: false, reason: 'image_type' }),
      },
      google: null,
      videos: new Map(),
      downloads: { open: () => Promise.reject(new Error('this proof downloads nothing')) },
      // Nobody subscribes here.
      billing: {} as Ctx['ports']['billing'],
    },
    settings: { publicUrl: 'https://backlot.example', linkSecret: 'x'.repeat(32) },
    actor: { kind: 'system' },
  });
  const email = `${randomUUID()}@example.com`;
  const { memberId } = await grantRole(ctx, { email, displayName: 'Ada', role: 'member', language: 'en' });
  const owner: MemberCtx = {
    ...ctx,
    actor: { kind: 'member', memberId, role: 'member', language: 'en', email },
  };
  const { campaignId } = await startDraft(owner, { kind: 'individual' });
  await saveDraft(owner, {
    campaignId,
    changes: {
      personName: 'Ada',
      title: 'Quay',
      completionsWanted: 3,
      completionPriceMinor: 0,
      film: absentFilm,
    },
  });
  return {
    ctx,
    receive: openInbox(ctx),
    owner,
    campaignId,
    provider,
    store,
    jobs,
    early,
    received: new Set<string>(),
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Runs every storage job that was put in, all of them twice and side by side. */
async function runStorageJobs({ ctx, jobs }: Scene): Promise<void> {
  const verbs = { 'upload.open': openUpload, 'asset.remove': removeAsset } as const;
  const due = jobs.filter(
    (job): job is { id: string; name: keyof typeof verbs; payload: never } => job.name in verbs,
  );
  await Promise.all([...due, ...due].map(({ name, payload }) => verbs[name](ctx, payload)));
}

/** Takes a message in and handles it, as often as it comes; what was overtaken is tried again at the end. */
async function deliver(scene: Scene, message: Message): Promise<void> {
  counted.deliveries += 1;
  scene.received.add(message.externalId);
  await scene.receive(message);
  const [row] = await sql`select id from inbox where external_id = ${message.externalId}`;
  try {
    await processMessage(scene.ctx, { messageId: row?.id });
    await runStorageJobs(scene);
  } catch (error) {
    if ((error as { code?: string }).code !== 'SUPERSEDED') throw error;
    counted.superseded += 1;
  }
}

async function openPage(scene: Scene): Promise<string> {
  // A first click may only learn that the last page failed; the next one opens a new page.
  for (let clicks = 0; clicks < 3; clicks += 1) {
    const page = await confirm(scene.owner, { campaignId: scene.campaignId }).catch(() => null);
    if (page) return page.url.slice('https://pay.example/'.length);
  }
  throw new Error('no page to pay on');
}

async function play(steps: readonly Step[], tale: Story): Promise<Scene> {
  const gates = openGates(steps.length, tale.holds);
  // Opening a page is no part of what is held back.
  let isPlaying = false;
  const scene = await openScene(async () => {
    if (isPlaying) await gates.onItsWay();
  });
  let sessionId = await openPage(scene);
  if (tale.forgotten) await sql`delete from payments where session_id = ${sessionId}`;
  const due: { message: Message; slot: number; rank: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const begin = (message: Message) => {
    const delivery = deliver(scene, message).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  for (const [slot, step] of steps.entries()) {
    isPlaying = step !== 'again';
    if (step === 'again') sessionId = await openPage(scene);
    else {
      const message = scene.provider.happen(sessionId, step);
      counted.messages += 1;
      for (const { delay, rank } of tale.copies[slot] ?? [])
        due.push({ message, slot: Math.min(slot + delay, steps.length - 1), rank });
    }
    isPlaying = true;
    const now = due.filter((one) => one.slot === slot).sort((a, b) => a.rank - b.rank);
    for (const { message } of now) begin(message);
    if (tale.waits[slot]) await gates.quiet(() => underWay.size);
    gates.next();
  }
  gates.openAll();
  await Promise.all(underWay);
  await handleWhatIsLeft(scene);
  await runStorageJobs(scene);
  return scene;
}

/** As the queue would: what was overtaken again and again is tried later. */
async function handleWhatIsLeft(scene: Scene): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const open =
      scene.received.size === 0
        ? []
        : await sql<{ id: string }[]>`
      select id from inbox where handled_at is null and external_id in ${sql([...scene.received])}`;
    if (open.length === 0) return;
    await Promise.allSettled(open.map(({ id }) => processMessage(scene.ctx, { messageId: id })));
  }
}

it('ends as the serial order does, whatever the order and number of messages', {
  timeout: 900_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(story, async (tale) => {
      const steps = walkOf(tale.choices);
      const wanted = serialOutcome(steps);
      const scene = await play(steps, tale);
      counted.runs += 1;
      counted.writes += scene.store.ledger.length;
      if (wanted.everPaid) counted.paid += 1;
      await expectOutcome(scene, wanted);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});

async function expectOutcome(scene: Scene, wanted: Outcome): Promise<void> {
  const [order] = await sql`
    select id, status, attempt, refunded_minor, confirmed_at from orders where campaign_id = ${scene.campaignId}`;
  const isOver = wanted.status === 'refunded';
  expect({
    status: order?.status,
    attempt: order?.attempt,
    refundedMinor: order?.refunded_minor,
    everPaid: order?.confirmed_at !== null,
  }).toEqual(wanted);

  const confirmations = await sql`select 1 from confirmations where order_id = ${order?.id}`;
  expect(confirmations).toHaveLength(wanted.everPaid ? 1 : 0);

  const [campaign] = await sql`select status from campaigns where id = ${scene.campaignId}`;
  expect(campaign?.status).toBe(isOver ? 'withdrawn' : 'ordered');

  const payments = await sql<{ session_id: string; state: PaymentSnapshot['session'] }[]>`
    select session_id, state from payments where order_id = ${order?.id}`;
  for (const { session_id, state } of payments)
    expect(state).toBe(scene.provider.truthOf(session_id).session);

  const assets = await sql`select id, key, state from assets where campaign_id = ${scene.campaignId}`;
  expect(assets).toHaveLength(2);
  for (const asset of assets) {
    const uploads = await sql`select state, multipart_id from uploads where asset_id = ${asset.id}`;
    expect(uploads).toHaveLength(wanted.everPaid ? 1 : 0);
    const state = isOver ? 'removed' : wanted.everPaid ? 'awaiting_upload' : 'promised';
    expect(asset.state).toBe(state);
    if (wanted.everPaid) expect(uploads[0]?.state).toBe(isOver ? 'aborted' : 'open');
    // One part-less upload stands at the storage where one may go on, and none is left where none may.
    expect(scene.store.openUnder(asset.key)).toBe(wanted.everPaid && !isOver ? 1 : 0);
  }
  expect(scene.early).toEqual([]);
  if (!wanted.everPaid) expect(scene.store.ledger).toEqual([]);
}
