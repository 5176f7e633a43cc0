import { setTimeout as sleep } from 'node:timers/promises';
import { avatarKey, exportKey, successKey, videoKey } from '@backlot/core';
import { type MemberCtx, openInbox, saveDraft, startDraft } from '@backlot/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tablesWith } from '../lib/tables-with.ts';
import { until } from '../lib/until.ts';
import { absentFilm } from './lib/film.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import { messageOf } from './lib/message-of.ts';
import { randomFrom, seed } from './lib/random.ts';
import { report, sized } from './lib/scale.ts';

const kills = sized(3, 60);

let grounds: Grounds;
beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds?.close());

/** A word that stands in whatever a member said, and nowhere else. */
type Leaver = {
  word: string;
  owner: MemberCtx;
  memberId: string;
  bring(): Promise<void>;
  /** Of the payment for the film that never came. */
  intentId(): Promise<string>;
};

/**
 * Somebody with a published film, one that is paid and never came, a draft, an AI video, an avatar, an export, and what
 * else there is of members.
 */
async function leaver(word: string): Promise<Leaver> {
  const { sql, ctx, stripe } = grounds;
  const owner = await grounds.member(`${word}@example.com`);
  const { memberId } = owner.actor;
  await sql`update members set display_name = ${word} where id = ${memberId}`;
  const film = { ...absentFilm, originalName: `${word}.mp4` };
  const [shown, unbrought] = [await grounds.order(owner, film), await grounds.order(owner, film)];
  for (const { sessionId } of [shown, unbrought]) stripe.control.pay(sessionId);
  const { campaignId } = await startDraft(owner, { kind: 'individual' });
  await saveDraft(owner, { campaignId, changes: { personName: word, title: word, film } });
  await sql`update campaigns set title = ${word}, person_name = ${word}, brief = ${word}
    where owner_id = ${memberId} and status <> 'draft'`;
  await sql`update orders set product_name = ${word} where member_id = ${memberId}`;

  const write = (key: string) =>
    ctx.ports.objects.write({ key, contentType: 'application/octet-stream', bytes: bytesOf(word) });
  const [avatarId, exportId] = [ctx.newId(), ctx.newId()];
  await sql`insert into assets (id, member_id, purpose, state, key, size_bytes, sha256, content_type, extension,
      original_name, created_at, updated_at)
    values (${avatarId}, ${memberId}, 'avatar', 'published', ${avatarKey({ id: avatarId })}, 9, 'none', 'image/webp',
      'png', ${word}, now(), now())`;
  await write(avatarKey({ id: avatarId }));
  await sql`update members set avatar_asset_id = ${avatarId} where id = ${memberId}`;
  const [videoId, copyId] = [ctx.newId(), ctx.newId()];
  await sql`insert into generations (id, member_id, request_key, provider, prompt, duration_seconds, aspect, state,
      reservation_id, deadline_at, created_at)
    values (${videoId}, ${memberId}, ${videoId}, 'generic', ${word}, 5, '16:9', 'completed', ${videoId}, now(), now())`;
  await sql`insert into assets (id, member_id, purpose, state, key, size_bytes, sha256, content_type, extension,
      original_name, created_at, updated_at)
    values (${copyId}, ${memberId}, 'video', 'stored', ${videoKey({ memberId, id: videoId })}, 9, 'none', 'video/mp4',
      'mp4', ${word}, now(), now())`;
  await sql`insert into videos (id, generation_id, member_id, ordinal, title, storage, asset_id, stored_at, created_at,
      updated_at)
    values (${videoId}, ${videoId}, ${memberId}, 0, ${word}, 'stored', ${copyId}, now(), now(), now())`;
  await write(videoKey({ memberId, id: videoId }));
  await sql`insert into member_exports (id, member_id, state, size_bytes, created_at, ready_at, expires_at)
    values (${exportId}, ${memberId}, 'ready', 9, now(), now(), now() + interval '7 days')`;
  await write(exportKey({ memberId, id: exportId }));
  await sql`insert into sessions (id, member_id, public_id, user_agent, created_at, expires_at)
    values (${word}, ${memberId}, ${ctx.newId()}, ${word}, now(), now() + interval '1 day')`;
  await sql`insert into sign_in_links (id, email, language, browser_hash, return_to, created_at, expires_at)
    values (${ctx.newId()}, ${owner.actor.email}, 'en', 'none', '/', now(), now())`;
  await sql`insert into mails (id, message_key, recipient, template, language, data, created_at, sent_at)
    values (${ctx.newId()}, ${`of-${memberId}`}, ${owner.actor.email}, 'welcome', 'en', '{}', now(), now())`;
  await sql`insert into activities (id, kind, detail, campaign_id, member_id, at)
    values (${ctx.newId()}, 'page.viewed', 'campaigns', null, ${memberId}, now())`;

  return {
    ...{ word, owner, memberId },
    bring: () => bringFirst(memberId, shown.campaignId, write),
    async intentId() {
      const [row] =
        await sql`select payment_intent_id from payments where session_id = ${unbrought.sessionId}`;
      return row?.payment_intent_id;
    },
  };
}

/** Publishes the first film once its upload is open, as far as rows and storage go. */
async function bringFirst(
  memberId: string,
  campaignId: string,
  write: (key: string) => Promise<unknown>,
): Promise<void> {
  const { sql } = grounds;
  const uploads = await until(
    'all uploads to be open',
    () => sql`select a.id, a.campaign_id, a.purpose from uploads u join assets a on a.id = u.asset_id
      where u.state = 'open' and a.member_id = ${memberId}`,
    (rows) => rows.length === 4,
  );
  for (const { id, purpose } of uploads.filter((upload) => upload.campaign_id === campaignId)) {
    const key = successKey({ memberId, id, extension: purpose === 'film' ? 'mp4' : 'jpg' });
    await write(key);
    await sql`update uploads set state = 'done' where asset_id = ${id}`;
    await sql`update assets set state = 'published', key = ${key} where id = ${id}`;
  }
  await sql`update campaigns set status = 'published', published_at = now() where id = ${campaignId}`;
}

async function* bytesOf(word: string) {
  yield Buffer.from(word.padEnd(9).slice(0, 9));
}

let told = 0;
/** Hands over what the payment provider has to tell since the last time. */
async function tell(): Promise<void> {
  const news = grounds.stripe.control.events().slice(told);
  told += news.length;
  const receive = openInbox(grounds.ctx);
  for (const event of news) await receive(messageOf(event));
}

/** All that there is of a member, in tables, in storage and at the payment provider, without ids and moments. */
async function stateOf({ memberId, word, ...of }: Leaver) {
  const intentId = await of.intentId();
  const { sql, s3, stripe, bucket } = grounds;
  const count = async (rows: PromiseLike<readonly unknown[]>) => (await rows).length;
  const stored = s3.listEverything(bucket);
  const avatars = await sql`select id from assets where member_id = ${memberId} and purpose = 'avatar'`;
  const isOwn = ({ key }: { key: string }) =>
    key.includes(memberId) || avatars.some(({ id }) => key === avatarKey({ id }));
  return {
    member: await sql`
      select email = id || '@erased.invalid' as unnamed, display_name, role, avatar_asset_id is not null as avatar,
        erased_at is not null as erased from members where id = ${memberId}`,
    campaigns: await sql`
      select status, draft::text, person_name, title, brief from campaigns where owner_id = ${memberId} order by created_at`,
    books: await sql`
      select o.status, o.amount_minor, o.currency, o.refunded_minor, o.product_name, p.state, p.session_id is not null as paid
      from orders o join payments p on p.order_id = o.id where o.member_id = ${memberId} order by o.created_at`,
    refunds: await sql`
      select r.reason, r.amount_minor, r.sent_at is not null as sent from refunds r join orders o on o.id = r.order_id
      where o.member_id = ${memberId}`,
    assets: await sql`
      select purpose, state, original_name from assets where member_id = ${memberId} order by purpose, state, created_at`,
    uploads: await sql`select state from uploads where member_id = ${memberId} order by state`,
    videos: await sql`select storage, title from videos where member_id = ${memberId}`,
    exports: await sql`select state from member_exports where member_id = ${memberId}`,
    traces: await count(sql`
      select 1 from sessions where member_id = ${memberId} union all select 1 from activities where member_id = ${memberId}`),
    objects: stored.objects.filter(isOwn).length,
    parts: stored.uploads.filter(isOwn).length,
    moneyBack: stripe.control
      .events('refund.created')
      .filter((event) => (event.data.object as { payment_intent?: string }).payment_intent === intentId)
      .length,
    tables: (await tablesWith(sql, word)).toSorted(),
  };
}

const eraseNow = ({ memberId }: Leaver) =>
  grounds.ctx.db.transaction(async (tx) => {
    await grounds.sql`update members set erase_at = now() - interval '1 minute' where id = ${memberId}`;
    await grounds.ctx.queue.enqueue(tx, 'members.erase', {});
  });

const quiet = () =>
  until(
    'the end of every job',
    async () => {
      await tell();
      return grounds.sql`
        select name, state from pgboss.job where state in ('created', 'retry', 'active')
          and name in ('asset.remove', 'export.remove', 'refund.send', 'inbox.process', 'upload.open')`;
    },
    (jobs) => jobs.length === 0,
    120_000,
  );

it('erases alike wherever it is killed, keeps the books, and leaves nothing', {
  timeout: 600_000,
}, async () => {
  const random = randomFrom(seed);
  const startedMs = performance.now();
  const worker = await grounds.startWorker();
  const [calm, held, ...others] = await leavers(kills + 1);
  if (!calm || !held) throw new Error('nobody leaves');

  // One without a kill, for comparison.
  await eraseNow(calm);
  await until(
    'the erasure',
    () => stateOf(calm),
    ({ member }) => member[0]?.erased === true,
  );
  await quiet();
  const erased = await stateOf(calm);
  expect(erased).toMatchObject({
    member: [{ unnamed: true, display_name: '', avatar: false, erased: true }],
    books: [{ status: 'confirmed' }, { status: 'refunded' }],
    refunds: [{ reason: 'never_uploaded', sent: true }],
    ...{ traces: 0, objects: 0, parts: 0, moneyBack: 1, tables: [] },
  });

  // In the middle of the transaction: it has locked most of what it erases and stands before the last.
  const before = await stateOf(held);
  await grounds.sql.begin(async (sql) => {
    await sql`select 1 from activities where member_id = ${held.memberId} for update`;
    await eraseNow(held);
    await until(
      'an erasure in its middle',
      () => grounds.sql`
        select 1 from pg_stat_activity where application_name = 'backlot-worker' and wait_event_type = 'Lock'
          and datname = current_database()`,
      (rows) => rows.length > 0,
    );
    await worker.kill();
  });
  expect(await stateOf(held)).toEqual(before);

  // Anywhere, mostly while storage is cleared and money goes back.
  for (const one of others) {
    const victim = await grounds.startWorker();
    await eraseNow(one);
    await until(
      'the erasure to begin',
      () =>
        grounds.sql`select state from pgboss.job where name = 'members.erase' order by created_on desc limit 1`,
      ([newest]) => newest?.state === 'active' || newest?.state === 'completed',
    );
    await sleep(random.between(0, 250));
    await victim.kill();
  }
  // The clock comes again before the queue does.
  await grounds.startWorker();
  await grounds.ctx.db.transaction((tx) => grounds.ctx.queue.enqueue(tx, 'members.erase', {}));
  for (const one of [held, ...others])
    await until(
      'the erasure',
      () => stateOf(one),
      ({ member }) => member[0]?.erased === true,
      60_000,
    );
  await quiet();
  for (const one of [held, ...others]) expect(await stateOf(one)).toEqual(erased);
  expect(await grounds.sql`select name from pgboss.job where state = 'failed'`).toEqual([]);
  report('killed-erasure', { seed, kills, 'whole s': Math.round((performance.now() - startedMs) / 1_000) });
});

async function leavers(count: number): Promise<Leaver[]> {
  const all: Leaver[] = [];
  for (let n = 0; n < count; n += 1) all.push(await leaver(`zebulon${n}q`));
  await tell();
  for (const one of all) await one.bring();
  await quiet();
  return all;
}
