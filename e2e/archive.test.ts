import { createHash } from 'node:crypto';
import { archiveRules, BacklotError, type VideoProvider, type VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import {
  archiveVideo,
  type Ctx,
  grantRole,
  type MemberCtx,
  retryArchive,
  reviewArchives,
  sweepUploads,
} from '@backlot/domain';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileAnswer, filmOf, openSource } from './lib/film-source.ts';
import { filmBytes } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { pendingVideo } from './lib/pending-video.ts';
import { signIn } from './lib/person.ts';
import { until } from './lib/until.ts';

let house: House;
let source: Awaited<ReturnType<typeof openSource>>;
let ctx: Ctx;
let owner: MemberCtx;
let people = 0;

beforeAll(async () => {
  source = await openSource();
  const environment = { VIDEO_HTTP_HOSTS: source.host, VIDEO_PRIVATE_HOSTS: source.host };
  house = await openHouse({ worker: false, environment });
  ctx = house.ctx;
});
beforeEach(async () => {
  people += 1;
  const email = `owner-${people}@example.com`;
  const { memberId } = await grantRole(ctx, { email, displayName: 'Ada', role: 'member', language: 'en' });
  owner = { ...ctx, actor: { kind: 'member', memberId, role: 'member', language: 'en', email } };
  source.requests.length = 0;
});
afterAll(async () => {
  await house?.close();
  await source?.close();
});

const mib = 1024 ** 2;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let files = 0;
/** A video of these bytes at an address of its own. */
const videoOf = (answer: Parameters<typeof source.serve>[1], expiresAt?: Date) => {
  files += 1;
  const url = source.serve(`/${files}.mp4?sig=hidden`, answer);
  return pendingVideo(ctx, owner.actor.memberId, { url, ...(expiresAt && { expiresAt }) });
};
async function rowOf(videoId: string) {
  const [row] = await ctx.db.select().from(tables.videos).where(eq(tables.videos.id, videoId));
  if (!row) throw new Error('no such video');
  return row;
}
const keyOf = (videoId: string) => `videos/${owner.actor.memberId}/${videoId}.mp4`;
const storedBytesOf = async (videoId: string) =>
  Buffer.concat(await Array.fromAsync(await ctx.ports.objects.read(keyOf(videoId))));
/** Everything in storage that belongs to the video, of objects and open uploads. */
const storedOf = async (videoId: string) => (await house.stored()).filter((key) => key.includes(videoId));
const assetsOf = (videoId: string) =>
  ctx.db
    .select()
    .from(tables.assets)
    .where(eq(tables.assets.key, keyOf(videoId)));
/** As if the time of the next try had come. */
const nextTry = (videoId: string) =>
  ctx.db.update(tables.videos).set({ nextTryAt: null }).where(eq(tables.videos.id, videoId));

async function expectStored(videoId: string, bytes: Buffer) {
  expect(await rowOf(videoId)).toMatchObject({
    ...{ storage: 'stored', source: null, progress: null, lastFailure: null, nextTryAt: null },
    ...{ archivedBytes: bytes.length, sourceSizeBytes: bytes.length },
  });
  const assets = await assetsOf(videoId);
  expect(assets).toHaveLength(1);
  expect(assets[0]).toMatchObject({ state: 'stored', sizeBytes: bytes.length, sha256: sha256(bytes) });
  expect((await storedBytesOf(videoId)).equals(bytes)).toBe(true);
  expect(await storedOf(videoId)).toEqual([keyOf(videoId)]);
  return assets[0];
}

it('copies a film in parts, byte for byte, and counts it', async () => {
  const bytes = filmOf(20 * mib);
  const videoId = await videoOf(fileAnswer(bytes));
  await archiveVideo(ctx, { videoId });
  const asset = await expectStored(videoId, bytes);
  expect(asset).toMatchObject({ purpose: 'video', contentType: 'video/mp4', container: 'mp4' });
  expect(asset?.durationMs).toBeGreaterThan(0);
  expect(asset?.widthPx).toBeGreaterThan(0);
  const row = await rowOf(videoId);
  // The free plan keeps videos for 30 days.
  expect((row.keepUntil?.getTime() ?? 0) - (row.storedAt?.getTime() ?? 0)).toBe(30 * 24 * 3_600_000);
  const notices = await ctx.db
    .select({ notice: tables.notices.notice })
    .from(tables.notices)
    .where(eq(tables.notices.audience, `member:${owner.actor.memberId}`));
  expect(notices.map(({ notice }) => notice)).toContainEqual({ kind: 'video_changed', videoId });
  // Once more changes nothing, and asks nobody.
  const asked = source.requests.length;
  await archiveVideo(ctx, { videoId });
  await expectStored(videoId, bytes);
  expect(source.requests).toHaveLength(asked);
});

it('takes containers for what they are, whatever the address says', async () => {
  const webm = filmBytes('bear-vp9.webm');
  const videoId = await videoOf(fileAnswer(webm));
  await archiveVideo(ctx, { videoId });
  expect(await expectStored(videoId, webm)).toMatchObject({ contentType: 'video/webm', container: 'webm' });
});

it('goes on where a broken transfer ended, by a range, and hashes the whole', async () => {
  const bytes = filmOf(30 * mib);
  const videoId = await videoOf(fileAnswer(bytes, { breakAt: [20 * mib] }));
  await archiveVideo(ctx, { videoId });
  expect(await rowOf(videoId)).toMatchObject({ storage: 'pending', tries: 1, lastFailure: 'cut_short' });
  expect(await assetsOf(videoId)).toEqual([]);
  // Too early is not yet.
  await archiveVideo(ctx, { videoId });
  expect(source.requests).toHaveLength(1);
  await nextTry(videoId);
  await archiveVideo(ctx, { videoId });
  await expectStored(videoId, bytes);
  expect(source.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${16 * mib}-`]);
});

it('begins anew when the bytes have changed meanwhile, or nobody could tell', async () => {
  const [old, now] = [filmOf(30 * mib, 1), filmOf(30 * mib, 2)];
  for (const etag of ['"now"', null]) {
    const answers = [
      fileAnswer(old, { etag: etag && '"old"', breakAt: [20 * mib] }),
      fileAnswer(now, { etag }),
    ];
    const videoId = await videoOf((request, response) => answers.shift()?.(request, response));
    await archiveVideo(ctx, { videoId });
    await nextTry(videoId);
    await archiveVideo(ctx, { videoId });
    await expectStored(videoId, now);
  }
});

it('finds what a run put together before it died', async () => {
  const bytes = filmOf(10 * mib);
  const videoId = await videoOf(fileAnswer(bytes));
  const { films } = ctx.ports;
  const dying = { ...films, read: () => Promise.reject(new Error('killed')) };
  await expect(archiveVideo({ ...ctx, ports: { ...ctx.ports, films: dying } }, { videoId })).rejects.toThrow(
    'killed',
  );
  expect(await rowOf(videoId)).toMatchObject({ storage: 'processing', tries: 0 });
  await archiveVideo(ctx, { videoId });
  await expectStored(videoId, bytes);
  expect(source.requests).toHaveLength(1);
});

it('stores once when two runs meet, and when a late one comes back', async () => {
  const bytes = filmOf(20 * mib);
  for (const etag of [undefined, null]) {
    const videoId = await videoOf(fileAnswer(bytes, { etag }));
    // The first stands still before it puts its parts together; the second does it all meanwhile.
    const { objects } = ctx.ports;
    let release = () => {};
    const released = new Promise<void>((on) => {
      release = on;
    });
    let waits = false;
    const late: typeof objects = {
      ...objects,
      async completeMultipart(input) {
        waits = true;
        await released;
        return objects.completeMultipart(input);
      },
    };
    const first = archiveVideo({ ...ctx, ports: { ...ctx.ports, objects: late } }, { videoId });
    await until('the first run to be late', () => waits);
    await archiveVideo(ctx, { videoId });
    release();
    await first;
    await expectStored(videoId, bytes);
    const both = await videoOf(fileAnswer(bytes, { etag }));
    await Promise.all([archiveVideo(ctx, { videoId: both }), archiveVideo(ctx, { videoId: both })]);
    await until(
      'one of two runs to store',
      () => rowOf(both),
      ({ storage }) => storage === 'stored',
    );
    await expectStored(both, bytes);
  }
});

it.each([
  ['a page', Buffer.from(`<!doctype html>${' '.repeat(9_000)}`)],
  ['nothing', Buffer.alloc(0)],
  ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(9_000)])],
  ['a film without its index', filmBytes('truncated-no-moov.mp4')],
])('refuses %s in place of a video, and keeps nothing of it', async (_, bytes) => {
  const videoId = await videoOf(fileAnswer(bytes));
  await archiveVideo(ctx, { videoId });
  expect(await rowOf(videoId)).toMatchObject({
    storage: 'failed',
    lastFailure: 'not_a_video',
    progress: null,
  });
  expect(await storedOf(videoId)).toEqual([]);
  expect(await assetsOf(videoId)).toEqual([]);
});

it('tries eight times and gives up, with the address kept for its owner and for another try', async () => {
  let status = 503;
  const bytes = filmOf(mib);
  const videoId = await videoOf((request, response) => {
    if (status === 200) fileAnswer(bytes)(request, response);
    else response.writeHead(status).end();
  });
  const givesUp = new Set<number | undefined>();
  for (let tries = 1; tries <= 8; tries += 1) {
    await nextTry(videoId);
    await archiveVideo(ctx, { videoId });
    const row = await rowOf(videoId);
    givesUp.add(row.giveUpAt?.getTime());
    expect(row).toMatchObject({
      storage: tries < 8 ? 'pending' : 'failed',
      tries,
      lastFailure: 'source_failed',
    });
  }
  expect(source.requests).toHaveLength(8);
  // The day began with the first of them.
  expect(givesUp.size).toBe(1);
  const [waiting] = await house.sql`
    select count(*)::int as jobs from pgboss.job where name = 'video.archive' and data->>'videoId' = ${videoId}`;
  expect(waiting?.jobs).toBe(7);
  expect((await rowOf(videoId)).source?.url).toContain('sig=hidden');
  status = 200;
  await retryArchive(owner, { videoId });
  await archiveVideo(ctx, { videoId });
  await expectStored(videoId, bytes);
});

it('says that an address has expired, and does not go on with it', async () => {
  const videoId = await videoOf((_, response) => response.writeHead(403).end(), new Date(Date.now() - 1_000));
  await archiveVideo(ctx, { videoId });
  expect(await rowOf(videoId)).toMatchObject({ storage: 'failed', lastFailure: 'address_expired' });
});

/** A provider of whom only one thing is asked: where its file lies now. */
function providerThatSays(say: () => VideoReport): Ctx {
  const generic = { name: 'generic', read: async () => say() } as unknown as VideoProvider;
  return { ...ctx, ports: { ...ctx.ports, videos: new Map([['generic', generic]]) } };
}
const inJob = (videoId: string) =>
  ctx.db
    .update(tables.generations)
    .set({ jobId: `job-${videoId}` })
    .where(eq(tables.generations.id, videoId));

it('asks the provider where the file lies now when its address is spent, and goes on there', async () => {
  const bytes = filmOf(20 * mib);
  const good = source.serve('/signed-anew.mp4?sig=hidden', fileAnswer(bytes));
  const expiresAt = new Date(Date.now() + 3_600_000);
  let asked = 0;
  const asking = providerThatSays(() => {
    asked += 1;
    return { status: 'completed', outputs: [{ url: good, expiresAt, headers: {} }] };
  });
  // Refused, gone, and expired before anybody came: the last is not even asked.
  const refused = await videoOf((_, response) => response.writeHead(403).end());
  const gone = await videoOf((_, response) => response.writeHead(410).end());
  for (const videoId of [refused, gone]) {
    await inJob(videoId);
    await archiveVideo(asking, { videoId });
    expect(await rowOf(videoId)).toMatchObject({ storage: 'pending', tries: 1, source: { url: good } });
    await nextTry(videoId);
    await archiveVideo(asking, { videoId });
    await expectStored(videoId, bytes);
  }
  const expired = await videoOf(
    (_, response) => response.writeHead(500).end(),
    new Date(Date.now() - 3_600_000),
  );
  await inJob(expired);
  source.requests.length = 0;
  await archiveVideo(asking, { videoId: expired });
  await expectStored(expired, bytes);
  expect(source.requests).toHaveLength(1);
  expect(asked).toBe(3);
});

it('goes on with the parts that it has when the address moves in the middle', async () => {
  const bytes = filmOf(30 * mib);
  const moved = source.serve('/moved.mp4?sig=hidden', fileAnswer(bytes));
  const answers = [
    fileAnswer(bytes, { breakAt: [20 * mib] }),
    ((_, response) => response.writeHead(404).end()) as ReturnType<typeof fileAnswer>,
  ];
  const videoId = await videoOf((request, response) => answers.shift()?.(request, response));
  await inJob(videoId);
  const asking = providerThatSays(() => ({
    status: 'completed',
    outputs: [{ url: moved, expiresAt: null, headers: {} }],
  }));
  for (const tries of [1, 2]) {
    await archiveVideo(asking, { videoId });
    expect(await rowOf(videoId)).toMatchObject({ storage: 'pending', tries });
    await nextTry(videoId);
  }
  await archiveVideo(asking, { videoId });
  await expectStored(videoId, bytes);
  expect(source.requests.map(({ range }) => range)).toEqual([
    undefined,
    ...Array(2).fill(`bytes=${16 * mib}-`),
  ]);
});

it.each<[string, (url: string) => VideoReport]>([
  [
    'names the same address',
    (url) => ({ status: 'completed', outputs: [{ url, expiresAt: null, headers: {} }] }),
  ],
  ['has no such output', () => ({ status: 'completed', outputs: [] })],
  ['says that it failed after all', () => ({ status: 'failed', failure: 'provider_failed' })],
  [
    'does not answer',
    () => {
      throw new BacklotError('PROVIDER_UNAVAILABLE');
    },
  ],
])('gives up what is gone when the provider %s', async (_, say) => {
  const videoId = await videoOf((_, response) => response.writeHead(410).end());
  await inJob(videoId);
  const url = (await rowOf(videoId)).source?.url ?? '';
  await archiveVideo(
    providerThatSays(() => say(url)),
    { videoId },
  );
  expect(await rowOf(videoId)).toMatchObject({ storage: 'failed', lastFailure: 'gone', source: { url } });
});

it('never deletes what a later run stored, however late the one is that gives up', async () => {
  const bytes = filmOf(mib);
  const answers = [fileAnswer(Buffer.from(`<!doctype html>${' '.repeat(9_000)}`)), fileAnswer(bytes)];
  const videoId = await videoOf((request, response) => answers.shift()?.(request, response));
  // Storage takes its time to say what is open, until the job has come again and is through.
  const { objects } = ctx.ports;
  let other: Promise<void> | undefined;
  const slow: typeof objects = {
    ...objects,
    async findMultiparts(key) {
      other ??= archiveVideo(ctx, { videoId });
      await other;
      return objects.findMultiparts(key);
    },
  };
  await archiveVideo({ ...ctx, ports: { ...ctx.ports, objects: slow } }, { videoId });
  expect(other).toBeDefined();
  await expectStored(videoId, bytes);
  // Nor is there a moment in which it can be asked for anew while it is still being cleared away.
  const again = await videoOf(fileAnswer(Buffer.from('<!doctype html>')));
  let storage: string | undefined;
  const looked: typeof objects = {
    ...objects,
    async delete(key) {
      ({ storage } = await rowOf(again));
      return objects.delete(key);
    },
  };
  await archiveVideo({ ...ctx, ports: { ...ctx.ports, objects: looked } }, { videoId: again });
  expect(storage).toBe('processing');
  expect(await rowOf(again)).toMatchObject({ storage: 'failed', lastFailure: 'not_a_video' });
});

it('refuses what the plan has no room for, before it is fetched and when nobody said how large it is', async () => {
  const now = ctx.now();
  const full = {
    sizeBytes: 1024 ** 3 - 3 * mib,
    sha256: '',
    contentType: 'video/mp4',
    extension: 'mp4',
    originalName: '',
  };
  await ctx.db.insert(tables.assets).values({
    ...{
      id: ctx.newId(),
      memberId: owner.actor.memberId,
      purpose: 'film',
      state: 'stored',
      key: `x/${people}`,
    },
    ...{ ...full, createdAt: now, updatedAt: now },
  });
  const bytes = filmOf(9 * mib);
  const announced = fileAnswer(bytes);
  for (const answer of [
    announced,
    ((_, response) => {
      response.write(bytes.subarray(0, mib));
      response.end(bytes.subarray(mib));
    }) as Parameters<typeof videoOf>[0],
  ]) {
    const videoId = await videoOf(answer);
    const { objects } = ctx.ports;
    let parts = 0;
    const watched: typeof objects = {
      ...objects,
      putPart: (input) => {
        parts += 1;
        return objects.putPart(input);
      },
    };
    await archiveVideo({ ...ctx, ports: { ...ctx.ports, objects: watched } }, { videoId });
    expect(parts > 0).toBe(answer !== announced);
    expect(await rowOf(videoId)).toMatchObject({ storage: 'failed', lastFailure: 'storage_full' });
    expect(await storedOf(videoId)).toEqual([]);
    expect(await assetsOf(videoId)).toEqual([]);
  }
});

it('leaves nothing of a video that is thrown away while it is copied', async () => {
  const bytes = filmOf(30 * mib);
  let pace = 6 * mib;
  const videoId = await videoOf(fileAnswer(bytes, { bytesPerSecond: () => pace }));
  const copying = archiveVideo(ctx, { videoId });
  await until(
    'parts to come',
    () => storedOf(videoId),
    (keys) => keys.length > 0,
  );
  await ctx.db
    .update(tables.videos)
    .set({ storage: 'deleted', source: null, progress: null })
    .where(eq(tables.videos.id, videoId));
  pace = Number.POSITIVE_INFINITY;
  await copying;
  expect(await rowOf(videoId)).toMatchObject({ storage: 'deleted' });
  expect(await storedOf(videoId)).toEqual([]);
  expect(await assetsOf(videoId)).toEqual([]);
});

it('leaves nothing of a video that is thrown away after its last byte came', async () => {
  const videoId = await videoOf(fileAnswer(filmOf(mib)));
  const { films } = ctx.ports;
  const late: typeof films = {
    ...films,
    async read(input) {
      const film = await films.read(input);
      await ctx.db
        .update(tables.videos)
        .set({ storage: 'deleted', source: null, progress: null })
        .where(eq(tables.videos.id, videoId));
      return film;
    },
  };
  await archiveVideo({ ...ctx, ports: { ...ctx.ports, films: late } }, { videoId });
  expect(await rowOf(videoId)).toMatchObject({ storage: 'deleted', assetId: null });
  expect(await assetsOf(videoId)).toEqual([]);
  expect(await storedOf(videoId)).toEqual([]);
});

it('tells how far it is, now and then', async () => {
  const bytes = filmOf(12 * mib);
  const videoId = await videoOf(fileAnswer(bytes, { bytesPerSecond: () => 6 * mib }));
  const copying = archiveVideo(ctx, { videoId });
  const row = await until(
    'some bytes',
    () => rowOf(videoId),
    ({ archivedBytes }) => archivedBytes > mib,
  );
  expect(row).toMatchObject({ storage: 'processing', sourceSizeBytes: bytes.length });
  await copying;
  const [told] = await house.sql`
    select count(*)::int as times from notices where audience = ${`member:${owner.actor.memberId}`}`;
  expect(told?.times).toBeGreaterThan(1);
  expect(told?.times).toBeLessThan(8);
  await expectStored(videoId, bytes);
});

it('sweeps parts that nobody goes on with and copies that nobody wants, and nothing else', async () => {
  const { objects } = ctx.ports;
  const kept = await videoOf(fileAnswer(filmOf(mib)));
  await archiveVideo(ctx, { videoId: kept });
  const goesOn = await videoOf(fileAnswer(filmOf(30 * mib), { breakAt: [20 * mib] }));
  await archiveVideo(ctx, { videoId: goesOn });
  const given = await videoOf((_, response) => response.writeHead(410).end());
  await archiveVideo(ctx, { videoId: given });
  for (const videoId of [kept, goesOn, given])
    await objects.openMultipart({ key: keyOf(videoId), contentType: 'video/mp4', checksum: 'crc32' });
  const strange = 'videos/nobody/of-ours.mp4';
  await objects.openMultipart({ key: strange, contentType: 'video/mp4' });
  async function* word() {
    yield Buffer.from('left');
  }
  const thrown = await videoOf(fileAnswer(filmOf(mib)));
  await ctx.db.update(tables.videos).set({ storage: 'deleted' }).where(eq(tables.videos.id, thrown));
  // What was given up may be tried again at any moment, so its object is left to that.
  for (const videoId of [given, thrown])
    await objects.write({ key: keyOf(videoId), contentType: 'video/mp4', bytes: word() });
  expect(await sweepUploads(ctx)).toMatchObject({ aborted: 0, deleted: 0 });
  const later = { ...ctx, now: () => new Date(Date.now() + 3_600_000) };
  expect(await sweepUploads(later)).toEqual({ aborted: 3, deleted: 1, unknown: 1 });
  expect(await storedOf(kept)).toEqual([keyOf(kept)]);
  expect(await storedOf(thrown)).toEqual([]);
  expect(await storedOf(given)).toEqual([keyOf(given)]);
  expect(await storedOf(goesOn)).toEqual([keyOf(goesOn)]);
  await nextTry(goesOn);
  await archiveVideo(ctx, { videoId: goesOn });
  expect(source.requests.at(-1)?.range).toBe(`bytes=${16 * mib}-`);
});

it('finds copies whose job is lost', async () => {
  const bytes = filmOf(mib);
  const videoId = await videoOf(fileAnswer(bytes));
  const later = { ...ctx, now: () => new Date(Date.now() + archiveRules.gapsMs[3]) };
  await reviewArchives(ctx);
  const jobs = () =>
    house.sql`select 1 from pgboss.job where name = 'video.archive' and data->>'videoId' = ${videoId}`;
  expect(await jobs()).toHaveLength(0);
  await reviewArchives(later);
  expect(await jobs()).toHaveLength(1);
});

it('passes on to its owner alone what could not be stored, by ranges, and never says where it lies', async () => {
  const film = filmOf(3 * mib);
  let answer = fileAnswer(film);
  const videoId = await videoOf((request, response) => answer(request, response));
  // Mails are sent by a worker; copying is left to this test.
  const worker = await house.startWorker();
  const person = await signIn(house, owner.actor.email);
  const other = await signIn(house, `other-${people}@example.com`);
  await worker.stop();
  const url = `${house.publicUrl}/videos/${videoId}/original`;
  const get = (range?: string, who = person, query = '') =>
    who.call(`${url}${query}`, range === undefined ? {} : { headers: { range } });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  // Not while it is being copied, and not once it is stored.
  expect((await get()).status).toBe(404);
  await ctx.db
    .update(tables.videos)
    .set({ storage: 'failed', lastFailure: 'cut_short', title: 'A quay "at night"' })
    .where(eq(tables.videos.id, videoId));

  const whole = await get();
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    ...{ 'content-type': 'video/mp4', 'content-length': String(film.length), 'accept-ranges': 'bytes' },
    ...{ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
  });
  expect(whole.headers.get('content-disposition')).toBeNull();
  expect((await bytesOf(whole)).equals(film)).toBe(true);
  expect(JSON.stringify([...whole.headers])).not.toMatch(/hidden|sig=/);

  for (const [range, start, end] of [
    ['bytes=0-', 0, film.length],
    ['bytes=0-1', 0, 2],
    ['bytes=1000-', 1_000, film.length],
    ['bytes=1000000-1000099', 1_000_000, 1_000_100],
    ['bytes=100-99999999', 100, film.length],
  ] as const) {
    const part = await get(range);
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${film.length}`);
    expect((await bytesOf(part)).equals(film.subarray(start, end))).toBe(true);
  }
  const named = await get(undefined, person, '?download=1');
  expect(named.headers.get('content-disposition')).toContain(
    "filename*=UTF-8''A%20quay%20%22at%20night%22.mp4",
  );
  await named.body?.cancel();

  expect((await get(undefined, other)).status).toBe(404);
  expect((await fetch(url)).status).toBe(404);
  expect((await person.call(`${house.publicUrl}/videos/nonsense/original`)).status).toBe(404);

  answer = (_, response) => response.writeHead(403).end('the address hidden has expired');
  const gone = await get();
  expect(gone.status).toBe(404);
  expect(await gone.text()).not.toMatch(/hidden|127\.0\.0\.1/);
});
