import { priceKeyOf } from '@backlot/core';
import { openInbox, requestDeletion, startSubscription } from '@backlot/domain';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import { messageOf } from './lib/message-of.ts';
import { randomFrom, seed } from './lib/random.ts';
import { report, sized } from './lib/scale.ts';
import { truthOf } from './lib/subscription-truth.ts';

const kills = sized(2, 40);

let grounds: Grounds;
beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds?.close());

let told = 0;
/** Hands over what the payment provider has to tell since the last time. */
async function tell(): Promise<void> {
  const news = grounds.stripe.control.events().slice(told);
  told += news.length;
  const receive = openInbox(grounds.ctx);
  for (const event of news) await receive(messageOf(event));
}

/** Where a worker stands when it is killed: it waits for a row that is held meanwhile. */
const places = {
  /** Before it reads the provider's object. */
  asking: (sql: TransactionSql, memberId: string) =>
    sql`select 1 from subscriptions where member_id = ${memberId} for update`,
  /** In the middle of writing down what it read: another plan is in force, so its quotas are to be looked at. */
  writing: async (sql: TransactionSql, memberId: string) => {
    await sql`delete from quota_checks`;
    await sql`insert into quota_checks (member_id) values (${memberId})`;
  },
} as const;

async function killWhile(
  place: keyof typeof places,
  memberId: string,
  begin: () => Promise<unknown>,
): Promise<void> {
  const worker = await grounds.startWorker();
  await grounds.sql.begin(async (held) => {
    await places[place](held, memberId);
    await begin();
    await until(
      `a worker that waits, ${place}`,
      () => grounds.sql`
        select 1 from pg_stat_activity where application_name = 'backlot-worker' and wait_event_type = 'Lock'
          and datname = current_database()`,
      (rows) => rows.length > 0,
    );
    await worker.kill();
  });
}

it('mirrors the provider and writes each mail once, wherever workers are killed', {
  timeout: 600_000,
}, async () => {
  const { stripe, sql } = grounds;
  const random = randomFrom(seed);
  const startedMs = performance.now();
  const owner = await grounds.member('owner@example.com');
  const { memberId, email } = owner.actor;
  const { url } = await startSubscription(owner, { plan: 'PRO', interval: 'month' });
  stripe.control.pay(stripe.control.sessions().find((one) => one.url === url)?.id ?? '');
  const { id = '' } = stripe.control.subscriptions().at(-1) ?? {};
  const plans = ['ENTERPRISE', 'PRO'] as const;
  for (let kill = 0; kill < kills; kill += 1) {
    await killWhile(kill === 0 ? 'writing' : random.pick(['writing', 'writing', 'asking']), memberId, tell);
    stripe.control.changePlan(id, priceKeyOf(plans[kill % 2] ?? 'PRO', 'month'));
  }
  const mirror = async () => {
    const [row] = await sql`
      select subscription_id, status, plan, interval, period_end, cancel_at, ended_at,
        past_due_since is not null as owes from subscriptions where member_id = ${memberId}`;
    return { ...row };
  };
  const atProvider = () => {
    const found = stripe.control.subscriptions().find((one) => one.id === id);
    if (!found) throw new Error('there is no subscription');
    return truthOf(found);
  };
  // The next message is handled at once; those of the killed jobs come again later.
  const alive = await grounds.startWorker();
  await tell();
  await until('the mirror', mirror, ({ status }) => status === 'active');
  expect(await mirror()).toEqual(atProvider());
  await alive.kill();

  // Its end, which is asked for with the account's: the provider has ended it, and nobody has written that down.
  await killWhile('asking', memberId, () => requestDeletion(owner, { email, endSubscription: true }));
  expect([atProvider().status, (await mirror()).status]).toEqual(['canceled', 'active']);
  await grounds.startWorker();
  await tell();
  await until(
    'every message and job to be done',
    () => sql`
      select id::text from inbox where handled_at is null union all
      select id::text from pgboss.job where name = 'subscription.end' and state <> 'completed'`,
    (rows) => rows.length === 0,
    60_000,
  );
  expect(await mirror()).toEqual(atProvider());
  const mails = await sql`select template from mails where recipient = ${email} order by id`;
  expect(mails.map(({ template }) => template)).toEqual(['subscription_confirmed', 'deletion_requested']);
  expect(stripe.control.events('customer.subscription.deleted')).toHaveLength(1);
  expect(await sql`select name from pgboss.job where state = 'failed'`).toEqual([]);
  report('killed-subscription', {
    seed,
    kills: kills + 1,
    'whole s': Math.round((performance.now() - startedMs) / 1_000),
  });
});
