import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '@backlot/db/testing';
import { inTransaction, sweepUploads } from '@backlot/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileAnswer, filmOf, openSource } from '../lib/film-source.ts';
import { pendingVideo } from '../lib/pending-video.ts';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import type { Program } from './lib/program.ts';
import { randomFrom, seed } from './lib/random.ts';
import { report, sized } from './lib/scale.ts';

const kills = sized(50, 200);
/** So many start while others are killed: what is proved is how they die, not how fast they start. */
const spare = 2;
const mib = 1024 ** 2;
/** From one part to four; the largest takes most of a second. */
const films = [0.3, 9, 17, 25].map((size) => filmOf(size * mib));
const bytesPerSecond = 30 * mib;
/** Kept apart by owner, so that no plan is full. */
const owners: string[] = [];

let database: Awaited<ReturnType<typeof testDatabase>>;
let grounds: Grounds;
let source: Awaited<ReturnType<typeof openSource>>;

beforeAll(async () => {
  database = await testDatabase();
  grounds = await openGrounds(database.url);
  source = await openSource();
  for (let one = 0; one < sized(2, 8); one += 1)
    owners.push((await grounds.member(`owner-${one}@example.com`)).actor.memberId);
});
afterAll(async () => {
  await grounds?.close();
  await source?.close();
  await database?.drop();
});

type Begun = { videoId: string; memberId: string; film: Buffer };

it('stores everything once, with its poster, wherever workers are killed', {
  timeout: 3_600_000,
}, async () => {
  const random = randomFrom(seed);
  const startedMs = performance.now();
  let paced = true;
  const answers = films.flatMap((film) =>
    // Some sources know their bytes again, so that a copy goes on; some do not, so that it begins anew.
    [undefined, null].map((etag) => ({
      film,
      answer: fileAnswer(film, { etag, bytesPerSecond: () => (paced ? bytesPerSecond : Infinity) }),
    })),
  );
  const begun: Begun[] = [];
  const begin = async () => {
    const { film, answer } = random.pick(answers);
    const memberId = random.pick(owners);
    const url = source.serve(`/${begun.length}.mp4`, answer);
    const videoId = await pendingVideo(grounds.ctx, memberId, { url });
    await inTransaction(grounds.ctx, (ctx) => ctx.queue.enqueue(ctx.tx, 'video.archive', { videoId }));
    begun.push({ videoId, memberId, film });
  };
  const hosts = { VIDEO_HTTP_HOSTS: source.host, VIDEO_PRIVATE_HOSTS: source.host };
  const coming: Promise<Program>[] = [];
  const oneMore = () => coming.push(grounds.startWorker(hosts));
  for (let worker = 0; worker < spare; worker += 1) oneMore();

  let hit = 0;
  const met = new Set<string>();
  for (let kill = 0; kill < kills; kill += 1) {
    const worker = (await coming.shift()) as Program;
    oneMore();
    const asked = source.requests.length;
    await begin();
    await until('a copy to be under way', fresh, (jobs) => jobs.length > 0, 60_000);
    // A new worker is some time at what comes before the first byte: one in five dies there, the others while bytes come.
    if (random.between(0, 5) >= 1)
      await until(
        'the source to be asked',
        () => source.requests.length,
        (requests) => requests > asked,
        60_000,
      );
    await sleep(random.between(0, 800));
    const [jobs] = await Promise.all([fresh(), worker.kill()]);
    hit += jobs.length;
    for (const job of jobs) met.add(job);
  }
  /** Runs that no kill has met yet. */
  async function fresh(): Promise<string[]> {
    const rows = await grounds.sql<{ run: string }[]>`
      select id || ' ' || started_on as run from pgboss.job where name = 'video.archive' and state = 'active'`;
    return rows.map(({ run }) => run).filter((run) => !met.has(run));
  }
  const killingSeconds = (performance.now() - startedMs) / 1_000;
  paced = false;
  await until(
    'the end of every job',
    () => grounds.sql`
      select id from pgboss.job
      where name in ('video.archive', 'video.poster') and state in ('created', 'retry', 'active')`,
    (jobs) => jobs.length === 0,
    240_000,
  );
  await expectOnce(begun);
  report('killed-archive', {
    seed,
    kills,
    videos: begun.length,
    'runs hit': hit,
    'asked of the source': source.requests.length,
    'by range': source.requests.filter(({ range }) => range !== undefined).length,
    'killing s': Math.round(killingSeconds),
    'whole s': Math.round((performance.now() - startedMs) / 1_000),
  });
  expect(hit).toBeGreaterThanOrEqual(kills / 2);
});

async function expectOnce(begun: readonly Begun[]): Promise<void> {
  const { sql, s3, bucket, ctx } = grounds;
  expect(await sql`select name, output from pgboss.job where state = 'failed'`).toEqual([]);
  await sweepUploads({ ...ctx, now: () => new Date(Date.now() + 3_600_000) });
  const stored = s3.listEverything(bucket);
  expect(stored.uploads).toEqual([]);
  const keys = begun.map(({ memberId, videoId }) => `videos/${memberId}/${videoId}.mp4`);
  const posters = keys.map((key) => key.replace(/mp4$/, 'webp'));
  expect(stored.objects.map(({ key }) => key).toSorted()).toEqual([...keys, ...posters].toSorted());
  for (const [index, { videoId, film }] of begun.entries()) {
    const rows = await sql`
      select v.storage, v.tries, a.size_bytes::int as size, a.sha256, poster.key as poster
      from videos v join assets a on a.id = v.asset_id join assets poster on poster.id = v.poster_asset_id
      where v.id = ${videoId}`;
    const sha256 = createHash('sha256').update(film).digest('hex');
    const poster = posters[index];
    expect(rows).toEqual([{ storage: 'stored', tries: 0, size: film.length, sha256, poster }]);
    const hash = createHash('sha256');
    for await (const chunk of await ctx.ports.objects.read(keys[index] ?? '')) hash.update(chunk);
    expect(hash.digest('hex')).toBe(sha256);
  }
  // What counts against a plan is what is there, once.
  const [counted] = await sql`
    select count(*)::int as assets, count(*) filter (where purpose = 'video_poster')::int as posters,
      sum(size_bytes) filter (where purpose = 'video')::bigint::float8 as bytes
    from assets`;
  const bytes = begun.reduce((sum, { film }) => sum + film.length, 0);
  expect(counted).toEqual({ assets: 2 * begun.length, posters: begun.length, bytes });
}
