import { randomUUID } from 'node:crypto';
import { priceKeyOf } from '@backlot/core';
import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import {
  type Ctx,
  grantRole,
  type JobQueue,
  type MemberCtx,
  type Message,
  makeCtx,
  openInbox,
  planOf,
  processMessage,
  reviewSubscriptions,
  startSubscription,
  syncSubscription,
} from '@backlot/domain';
import { connectPorts } from '@backlot/providers';
import { type StripeStandIn, startStripe } from '@backlot/standins/stripe';
import fc from 'fast-check';
import postgres from 'postgres';
import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../lib/code-of.ts';
import { openGates } from './lib/gates.ts';
import { messageOf, type StripeEvent } from './lib/message-of.ts';
import { report, sized } from './lib/scale.ts';
import { truthOf } from './lib/subscription-truth.ts';

const runs = sized(40, 1_000);
const daySeconds = 86_400;

/** What can happen in a subscription's life; whatever does not fit its state does not happen. */
const acts = [
  'renew',
  'card_fails',
  'card_pays',
  'three_days',
  'two_weeks',
  'cancel_later',
  'cancel_now',
  'pause',
  'resume',
  'upgrade',
  'downgrade',
  'yearly',
] as const;
type Act = (typeof acts)[number];

type Story = {
  acts: Act[];
  /** For each message: when it comes, as the number of acts it waits, and in which rank; each may come again. */
  copies: { delay: number; rank: number }[][];
  /** For how many acts each answer of the provider is held back on its way. */
  holds: number[];
};
const copy = fc.record({ delay: fc.nat(4), rank: fc.nat(99) });
const story: fc.Arbitrary<Story> = fc.record({
  acts: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 7 }),
  copies: fc.array(fc.array(copy, { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 }),
  holds: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { minLength: 5, maxLength: 20 }),
});

let database: Awaited<ReturnType<typeof testDatabase>>;
let connection: ReturnType<typeof connect>;
let sql: postgres.Sql;
let stripe: StripeStandIn;
let ports: ReturnType<typeof connectPorts>;
const events: StripeEvent[] = [];
const counted = { lives: 0, messages: 0, deliveries: 0, superseded: 0 };

beforeAll(async () => {
  database = await testDatabase();
  connection = connect(database.url, { max: 12, name: 'backlot-lives' });
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const secretKey = 'sk_test_lives';
  stripe = await startStripe({ secretKey, webhooks: [], onEvent: (event) => events.push(event) });
  const { host, port } = stripe;
  const nowhere = 'http://127.0.0.1:9';
  ports = connectPorts({
    stripe: { secretKey, host, port, protocol: 'http', webhookSecrets: ['whsec_x'] },
    s3: {
      endpoint: nowhere,
      region: 'us-east-1',
      accessKeyId: 'x',
      secretAccessKey: 'x',
      bucket: 'x',
      forcePathStyle: true,
    },
    mail: { smtpUrl: 'smtp://127.0.0.1:9', from: 'x@example.com' },
    downloads: { httpHosts: [], privateHosts: [], sizeBytesMax: 1 },
  } as unknown as Parameters<typeof connectPorts>[0]);
});
afterEach(() => {
  events.length = 0;
});
afterAll(async () => {
  ports?.close();
  await stripe?.stop();
  await connection?.close();
  await sql?.end();
  await database?.drop();
  report('subscription-life', counted);
});

async function newMember(): Promise<MemberCtx> {
  const queue: JobQueue = {
    enqueue: async () => {},
    enqueueAll: async (_tx, _name, payloads) => payloads.map(() => randomUUID()),
    withdraw: async () => {},
  };
  const ctx: Ctx = makeCtx({
    db: connection.db,
    queue,
    ports,
    settings: { publicUrl: 'https://backlot.example', linkSecret: 'x'.repeat(32) },
    actor: { kind: 'system' },
  });
  const email = `${randomUUID()}@example.com`;
  const { memberId } = await grantRole(ctx, { email, displayName: 'Ada', role: 'member', language: 'fr' });
  // The product's clock goes with the provider's, so that the days of grace pass too.
  const now = () => new Date(stripe.control.now() * 1000);
  return { ...ctx, now, actor: { kind: 'member', memberId, role: 'member', language: 'fr', email } };
}

const sessionAt = (url: string) => stripe.control.sessions().find((session) => session.url === url)?.id ?? '';
const choose = (member: MemberCtx, plan: 'PRO' | 'ENTERPRISE' = 'PRO') =>
  startSubscription(member, { plan, interval: 'month' });

/** The one that the member's customer has at the provider. */
async function atProvider(member: MemberCtx): Promise<Stripe.Subscription> {
  const [row] = await sql`select customer_id from subscriptions where member_id = ${member.actor.memberId}`;
  const found = stripe.control.subscriptions().findLast((one) => one.customer === row?.customer_id);
  if (!found) throw new Error('there is no subscription');
  return found;
}

function live(id: string, act: Act): void {
  const { control } = stripe;
  const change = (name: string) => control.changePlan(id, name);
  const doings: Record<Act, () => unknown> = {
    renew: () => control.renew(id),
    card_fails: () => control.failRenewals(id),
    card_pays: () => control.setCard(id),
    three_days: () => control.advance(3 * daySeconds),
    two_weeks: () => control.advance(14 * daySeconds),
    cancel_later: () => control.cancel(id, 'at_period_end'),
    cancel_now: () => control.cancel(id, 'now'),
    pause: () => control.pause(id),
    resume: () => control.resume(id),
    upgrade: () => change(priceKeyOf('ENTERPRISE', 'month')),
    downgrade: () => change(priceKeyOf('PRO', 'month')),
    yearly: () => change(priceKeyOf('PRO', 'year')),
  };
  try {
    doings[act]();
  } catch (error) {
    // The provider refuses what does not fit; anything else is a fault of the test.
    if ((error as { status?: number }).status === undefined) throw error;
  }
}

/** The same member, to whom the provider's answers come late: what they say may be old by then. */
function slowedBy(member: MemberCtx, onItsWay: () => Promise<void>): MemberCtx {
  const { billing } = member.ports;
  const readSubscription = async (customerId: string) => {
    const reading = await billing.readSubscription(customerId);
    await onItsWay();
    return reading;
  };
  return { ...member, ports: { ...member.ports, billing: { ...billing, readSubscription } } };
}

async function deliver(member: MemberCtx, message: Message): Promise<void> {
  counted.deliveries += 1;
  await openInbox(member)(message);
  const [row] = await sql`select id from inbox where external_id = ${message.externalId}`;
  try {
    await processMessage(member, { messageId: row?.id });
  } catch (error) {
    // The queue tries again until nobody is faster.
    if ((error as { code?: string }).code !== 'SUPERSEDED') throw error;
    counted.superseded += 1;
    await processMessage(member, { messageId: row?.id });
  }
}

it(`ends in the same state, whatever the order and number of messages (${runs} lives)`, async () => {
  const run = async (told: Story) => {
    counted.lives += 1;
    const member = await newMember();
    const { url } = await choose(member);
    events.length = 0;
    stripe.control.pay(sessionAt(url));
    const { id } = await atProvider(member);
    const due: { at: number; rank: number; message: Message }[] = [];
    let seen = 0;
    let underWay = 0;
    const steps = told.acts.length + 5;
    const gates = openGates(steps + 1, told.holds);
    const slow = slowedBy(member, gates.onItsWay);
    const handled: Promise<void>[] = [];
    const note = (step: number) => {
      for (; seen < events.length; seen += 1) {
        const event = events[seen] as StripeEvent;
        for (const { delay, rank } of told.copies[seen % told.copies.length] ?? [])
          due.push({ at: step + delay, rank, message: messageOf(event) });
      }
    };
    for (let step = 0; step <= steps; step += 1) {
      const act = told.acts[step - 1];
      if (act !== undefined) live(id, act);
      note(step);
      const now = due.filter(({ at }) => at === step).toSorted((a, b) => a.rank - b.rank);
      for (const { message } of now) {
        underWay += 1;
        handled.push(
          deliver(slow, message).finally(() => {
            underWay -= 1;
          }),
        );
        if (told.holds.length % 2 === 0) await gates.quiet(() => underWay);
      }
      await gates.quiet(() => underWay);
      gates.next();
    }
    gates.openAll();
    await Promise.all(handled);
    counted.messages += seen;
    const [row] = await sql`
      select subscription_id, status, plan, interval, period_end, cancel_at, ended_at,
        past_due_since is not null as owes
      from subscriptions where member_id = ${member.actor.memberId}`;
    const truth = truthOf(await atProvider(member));
    expect({ ...row }).toEqual(truth);
    const [open] = await sql`select count(*)::int from inbox where handled_at is null`;
    expect(open?.count).toBe(0);
    const [mails] = await sql`
      select count(*) filter (where template = 'subscription_confirmed')::int as confirmed
      from mails where recipient = ${member.actor.email}`;
    expect(mails?.confirmed).toBeLessThanOrEqual(1);
    // Else its renewals would go on with the clock of every life to come.
    if (truth.status !== 'canceled') stripe.control.cancel(id, 'now');
    if (truth.status === 'active') expect(await planOf(member, member.actor.memberId)).toBe(truth.plan);
  };
  await fc.assert(fc.asyncProperty(story, run), { numRuns: runs });
});

describe('a plan whose payment is owed', () => {
  it('rests after seven days without any message, is told so once, and comes back when it is paid', async () => {
    const member = await newMember();
    const { memberId, email } = member.actor;
    stripe.control.pay(sessionAt((await choose(member)).url));
    const { id, customer } = await atProvider(member);
    const sync = () => syncSubscription(member, { customerId: String(customer) });
    const mails = async () => {
      const rows = await sql`select template, language from mails where recipient = ${email} order by id`;
      return rows.map(({ template, language }) => `${template} ${language}`);
    };
    await sync();
    stripe.control.failRenewals(id);
    stripe.control.renew(id);
    await sync();
    await reviewSubscriptions(member);
    expect(await planOf(member, memberId)).toBe('PRO');
    const told = ['subscription_confirmed fr', 'payment_failed fr'];
    expect(await mails()).toEqual(told);

    stripe.control.advance(7 * daySeconds);
    expect(await planOf(member, memberId)).toBe('FREE');
    await Promise.all([reviewSubscriptions(member), reviewSubscriptions(member)]);
    stripe.control.advance(daySeconds);
    await reviewSubscriptions(member);
    expect(await mails()).toEqual([...told, 'plan_ended fr']);

    stripe.control.setCard(id);
    stripe.control.advance(9 * daySeconds);
    await sync();
    expect(await planOf(member, memberId)).toBe('PRO');
    expect(await mails()).toEqual([...told, 'plan_ended fr']);
  });
});

describe('choosing a plan', () => {
  it('opens one page for ten clicks at once', async () => {
    const member = await newMember();
    const opened = await Promise.all(Array.from({ length: 10 }, () => choose(member)));
    expect(new Set(opened.map(({ url }) => url)).size).toBe(1);
    expect(opened[0]?.to).toBe('checkout');
    const [row] = await sql`select customer_id from subscriptions where member_id = ${member.actor.memberId}`;
    const open = stripe.control.sessions().filter((one) => one.customer === row?.customer_id);
    expect(open).toHaveLength(1);
  });

  it('leaves one page open when another plan is chosen', async () => {
    const member = await newMember();
    const first = await choose(member, 'PRO');
    const second = await choose(member, 'ENTERPRISE');
    expect(second.url).not.toBe(first.url);
    expect((await choose(member, 'ENTERPRISE')).url).toBe(second.url);
    const states = [first, second].map(
      ({ url }) => stripe.control.sessions().find((session) => session.url === url)?.status,
    );
    expect(states).toEqual([undefined, 'open']);
  });

  it.each(['active', 'past_due', 'unpaid', 'paused', 'canceled'] as const)(
    'of somebody who is %s leads to where it should',
    async (status) => {
      const member = await newMember();
      stripe.control.pay(sessionAt((await choose(member)).url));
      const { id } = await atProvider(member);
      stripe.control.setSettings({ afterLastRetry: 'unpaid' });
      if (status === 'past_due' || status === 'unpaid') {
        stripe.control.failRenewals(id);
        stripe.control.renew(id);
      }
      if (status === 'unpaid') stripe.control.advance(16 * daySeconds);
      if (status === 'paused') stripe.control.pause(id);
      if (status === 'canceled') stripe.control.cancel(id, 'now');
      expect((await atProvider(member)).status).toBe(status);
      const { to, url } = await choose(member, 'ENTERPRISE');
      expect(to).toBe(status === 'canceled' ? 'checkout' : 'portal');
      expect(url).toMatch(status === 'canceled' ? /\/pay\// : /\/portal\//);
    },
  );

  it('survives a page that was opened and never written down', async () => {
    const member = await newMember();
    const first = await choose(member);
    await sql`update subscriptions set checkout_session_id = null where member_id = ${member.actor.memberId}`;
    expect((await choose(member)).url).toBe(first.url);
  });

  it('is refused as it stands while the provider does not answer, and changes nothing', async () => {
    const member = await newMember();
    const broken = {
      ...member,
      ports: {
        ...member.ports,
        billing: {
          ...member.ports.billing,
          openCustomer: () => Promise.reject(Object.assign(new Error(), { data: { code: 'DOWN' } })),
        },
      },
    };
    expect(await codeOf(choose(broken))).toBe('DOWN');
    expect(await sql`select 1 from subscriptions where member_id = ${member.actor.memberId}`).toHaveLength(0);
  });
});
