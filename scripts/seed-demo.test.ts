import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import { type Ctx, listPublished, makeCtx, viewPublished } from '@backlot/domain';
import { connectPorts, filmReader, readProvidersConfig } from '@backlot/providers';
import { startMail, startS3, startStripe } from '@backlot/standins';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaigns } from './demo/campaigns.ts';
import { readFilm } from './demo/film-files.ts';
import { lateQueue } from './demo/late-queue.ts';
import { seedDemo } from './seed-demo.ts';

type House = Awaited<ReturnType<typeof openHouse>>;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** What the demo needs: a database and the stand-ins, without api and worker, as `npm start` has it. */
async function openHouse() {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-demo-'));
  const database = await testDatabase();
  const publicUrl = 'http://localhost:9';
  const secret = () => randomBytes(24).toString('hex');
  const keys = { accessKeyId: 'demo', secretAccessKey: secret() };
  const s3 = await startS3({ dataDir, ...keys, buckets: ['backlot'], corsOrigins: () => [publicUrl] });
  const secretKey = `sk_test_${secret()}`;
  const stripe = await startStripe({ secretKey });
  const mail = await startMail();
  const env = {
    DATABASE_URL: database.url,
    PUBLIC_URL: publicUrl,
    SIGN_IN_SECRET: secret(),
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: `whsec_${secret()}`,
    STRIPE_HOST: stripe.host,
    STRIPE_PORT: String(stripe.port),
    STRIPE_PROTOCOL: 'http',
    S3_ENDPOINT: s3.url,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'backlot',
    S3_ACCESS_KEY_ID: keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    S3_FORCE_PATH_STYLE: 'true',
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'Backlot <hello@backlot.example>',
  };
  const providers = readProvidersConfig(env);
  if (!providers.ok) throw new Error(providers.problems.join('; '));
  const ports = connectPorts(providers.config);
  const connection = connect(database.url, { max: 2, name: 'backlot-test' });
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const late = lateQueue(database.url);
  const visitor: Ctx = makeCtx({
    db: connection.db,
    queue: late.queue,
    ports,
    settings: { publicUrl, linkSecret: env.SIGN_IN_SECRET },
    actor: { kind: 'visitor' },
  });
  return {
    env,
    visitor,
    sql,
    async close() {
      ports.close();
      await Promise.all([late.close(), sql.end(), connection.close()]);
      await Promise.all([stripe.stop(), s3.stop(), mail.stop()]);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everything that could be more after another run. */
async function counts({ sql, visitor }: House) {
  const [rows] = await sql`
    select
      (select count(*)::int from members) members,
      (select count(*)::int from campaigns) campaigns,
      (select count(*)::int from orders) orders,
      (select count(*)::int from payments) payments,
      (select count(*)::int from assets) assets,
      (select count(*)::int from uploads) uploads,
      (select count(*)::int from reviews) reviews,
      (select count(*)::int from mails) mails,
      (select count(*)::int from notices) notices,
      (select count(*)::int from audit_log) acts,
      (select max(updated_at) from campaigns) touched`;
  const objects: string[] = [];
  for await (const { key } of visitor.ports.objects.list('')) objects.push(key);
  return { ...rows, objects };
}

const stagesOf = ({ sql }: House) =>
  sql`select c.status, o.status as paid, a.state as film, c.draft->>'title' as title
    from campaigns c left join orders o on o.campaign_id = c.id left join assets a on a.id = c.film_asset_id
    order by c.id`;

/** Runs the seed in a process of its own and kills it as soon as `moment` has come. */
async function seedAndKill({ env, sql }: House, moment: string): Promise<void> {
  const script = fileURLToPath(new URL('./seed-demo.ts', import.meta.url));
  const run = `const { seedDemo } = await import(${JSON.stringify(script)}); await seedDemo(process.env);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', run], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(await sql.unsafe(moment))[0]?.come) await sleep(1);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect(signal, `killed when ${moment}`).toBe('SIGKILL');
}

test('killed again and again, the next run completes it; one more changes nothing and is quick', async () => {
  for (const moment of [
    `select count(*) > 0 as come from campaigns`,
    `select count(*) > 0 as come from orders where status = 'confirmed'`,
    `select count(*) > 0 as come from uploads where state = 'done'`,
    `select count(*) > 0 as come from assets where state = 'approved'`,
    `select count(*) > 2 as come from campaigns where status = 'published'`,
  ])
    await seedAndKill(house, moment);

  const accounts = await seedDemo(house.env);
  expect(accounts.map(({ email }) => email)).toEqual([
    'creator@example.com',
    'moderator@example.com',
    'operator@example.com',
  ]);
  expect(await stagesOf(house)).toEqual(
    campaigns.map(({ goal, terms: { title } }) => ({ title, ...REACHED[goal] })),
  );
  const complete = await counts(house);
  expect(complete).toMatchObject({ members: 3, campaigns: campaigns.length });

  const startedAt = performance.now();
  await seedDemo(house.env);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(await counts(house)).toEqual(complete);
}, 120_000);

const REACHED = {
  draft: { status: 'draft', paid: null, film: null },
  to_pay: { status: 'ordered', paid: 'pending', film: 'promised' },
  in_review: { status: 'ordered', paid: 'confirmed', film: 'human_review' },
  published: { status: 'published', paid: 'confirmed', film: 'published' },
};

test('every film that is public plays from its address, byte for byte, with its poster', async () => {
  await seedDemo(house.env);
  const shown = await listPublished(house.visitor);
  const made = campaigns.filter(({ goal }) => goal === 'published');
  expect(shown.map(({ title }) => title)).toEqual(made.map(({ terms }) => terms.title).toReversed());
  for (const { slug, title, posterUrl, durationMs } of shown) {
    const name = made.find(({ terms }) => terms.title === title)?.film ?? 'lamp';
    const file = await readFilm(name);
    const { filmUrl } = await viewPublished(house.visitor, { slug });
    const film = await bytesAt(filmUrl);
    expect(createHash('sha256').update(film).digest('hex'), name).toBe(file.promise.sha256);
    expect((await bytesAt(posterUrl ?? '')).equals(file.poster), name).toBe(true);
    const part = await fetch(filmUrl, { headers: { range: 'bytes=0-3' } });
    expect([part.status, [...(await part.bytes())]]).toEqual([206, [0x1a, 0x45, 0xdf, 0xa3]]);
    expect(durationMs).toBe(file.promise.durationMs);
  }
});

test('the films are short, small and what they promise', async () => {
  for (const name of new Set(campaigns.flatMap(({ film }) => film ?? []))) {
    const { film, poster, promise } = await readFilm(name);
    const read = await filmReader.read({
      sizeBytes: film.length,
      range: async (start, end) => film.subarray(start, end),
    });
    expect(read, name).toMatchObject({
      ok: true,
      container: 'webm',
      videoCodec: 'vp9',
      widthPx: promise.widthPx,
      heightPx: promise.heightPx,
    });
    expect(read.ok && Math.abs(read.durationMs - promise.durationMs), name).toBeLessThan(100);
    expect(promise.durationMs, name).toBeLessThanOrEqual(8_000);
    expect(film.length, name).toBeLessThanOrEqual(350_000);
    expect(poster.length, name).toBeLessThanOrEqual(60_000);
  }
});

async function bytesAt(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}
