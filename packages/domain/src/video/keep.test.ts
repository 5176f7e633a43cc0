import { BacklotError, plans } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { inTransaction, type MemberCtx } from '../context.ts';
import { expirePictures } from '../media/expire-pictures.ts';
import { storedBytes } from '../usage/stored-bytes.ts';
import { binVideos, emptyBin, removeVideos, restoreVideos } from './bin.ts';
import { cancelGeneration } from './cancel.ts';
import { generateVideo } from './generate.ts';
import { hearOfVideo } from './hear.ts';
import { eraseVideos, keepVideos } from './keep.ts';
import { openVideoAddress } from './open-address.ts';
import { renameVideo } from './rename.ts';
import { requestVideo } from './request.ts';
import { retryArchive } from './retry-archive.ts';
import { completed, openStudio, wish } from './testing.ts';
import { listVideos, movingVideos, viewVideo } from './view.ts';
import { viewSeed } from './view-seed.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('videos-test');
});
afterAll(() => studio.close());
// Usage can be recorded for some months only.
beforeEach(() => {
  studio.clock.at = new Date('2026-11-10T12:00:00Z');
});

const aDay = 24 * 3_600;
const sizeBytes = 1_000;

/** A video that was copied. */
async function stored(ctx: MemberCtx): Promise<string> {
  const { generationId: videoId } = await generateVideo(ctx, wish(ctx));
  await requestVideo(ctx, { generationId: videoId });
  const report = completed(videoId);
  await hearOfVideo(ctx, { jobId: null, generationId: videoId, report, alongside: async () => {} });
  const assetId = ctx.newId();
  const now = ctx.now();
  await ctx.db.insert(tables.assets).values({
    ...{ id: assetId, memberId: ctx.actor.memberId, purpose: 'video', state: 'stored', sizeBytes },
    ...{ key: `videos/${ctx.actor.memberId}/${videoId}.mp4`, sha256: '', contentType: 'video/mp4' },
    ...{ extension: 'mp4', originalName: '', storedAt: now, createdAt: now, updatedAt: now },
  });
  await setVideo(videoId, { storage: 'stored', assetId, storedAt: now });
  return videoId;
}
const setVideo = (videoId: string, values: Partial<typeof tables.videos.$inferInsert>) =>
  studio.ctx.db.update(tables.videos).set(values).where(eq(tables.videos.id, videoId));
const rowOf = async (videoId: string) => {
  const [row] = await studio.ctx.db.select().from(tables.videos).where(eq(tables.videos.id, videoId));
  return row;
};
const mailsTo = async (ctx: MemberCtx) =>
  ctx.db.select().from(tables.mails).where(eq(tables.mails.recipient, ctx.actor.email));
const subscribe = (ctx: MemberCtx, plan: 'PRO' | 'ENTERPRISE', status: string) => {
  const at = ctx.now();
  const values = { plan, status, updatedAt: at };
  return ctx.db
    .insert(tables.subscriptions)
    .values({
      memberId: ctx.actor.memberId,
      customerId: `cus_${ctx.actor.memberId}`,
      createdAt: at,
      ...values,
    })
    .onConflictDoUpdate({ target: tables.subscriptions.memberId, set: values });
};

it('counts what lies in the bin, and frees it at once when the bin is emptied', async () => {
  const ada = await studio.member();
  const [one, two] = [await stored(ada), await stored(ada)];
  expect(await storedBytes(ada, ada.actor.memberId)).toBe(2 * sizeBytes);
  expect(await binVideos(ada, { videoIds: [one, two] })).toEqual({ done: 2 });
  expect(await storedBytes(ada, ada.actor.memberId)).toBe(2 * sizeBytes);
  const bin = await listVideos(ada, { shelf: 'bin' });
  expect(bin.videos).toHaveLength(2);
  expect(bin.totals?.binSizeBytes).toBe(2 * sizeBytes);
  expect(await restoreVideos(ada, { videoIds: [two] })).toEqual({ done: 1 });
  expect(await emptyBin(ada)).toEqual({ done: 1 });
  expect(await storedBytes(ada, ada.actor.memberId)).toBe(sizeBytes);
  await expect(viewVideo(ada, { videoId: one })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await rowOf(one)).toMatchObject({ storage: 'deleted', source: null, title: '' });
  const left = await listVideos(ada, { shelf: 'all' });
  expect(left.totals).toMatchObject({ all: 1, ready: 1, bin: 0 });
  expect(left.totals?.binSizeBytes).toBe(0);
});

it('touches nothing of another member’s, nor what is not where it must be', async () => {
  const [ada, eve] = [await studio.member(), await studio.member()];
  const one = await stored(ada);
  expect(await binVideos(eve, { videoIds: [one] })).toEqual({ done: 0 });
  expect(await removeVideos(ada, { videoIds: [one] })).toEqual({ done: 0 });
  await expect(renameVideo(eve, { videoId: one, title: 'Mine' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(openVideoAddress(eve, { videoId: one, to: 'play' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(retryArchive(eve, { videoId: one })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(retryArchive(ada, { videoId: one })).rejects.toMatchObject({ code: 'WRONG_STATE' });
  expect(await viewVideo(ada, { videoId: one })).toMatchObject({ stage: 'stored', title: 'A heron in fog' });
});

it('is thrown away once, however many press at the same time', async () => {
  const ada = await studio.member();
  const one = await stored(ada);
  // Connections of their own, so that they meet.
  const eight = Array.from({ length: 8 });
  await Promise.all(eight.map(() => ada.db.execute(sql`select pg_sleep(0.05)`)));
  const binned = await Promise.all(eight.map(() => binVideos(ada, { videoIds: [one] })));
  expect(binned.map(({ done }) => done).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
});

it('deletes after a week in the bin', async () => {
  const ada = await studio.member();
  const one = await stored(ada);
  await binVideos(ada, { videoIds: [one] });
  studio.pass(7 * aDay - 60);
  await keepVideos(studio.ctx);
  expect(await rowOf(one)).toMatchObject({ storage: 'stored' });
  studio.pass(60);
  await keepVideos(studio.ctx);
  expect(await rowOf(one)).toMatchObject({ storage: 'deleted' });
  expect(await storedBytes(ada, ada.actor.memberId)).toBe(0);
});

it('warns 14 and 3 days before, by one mail for all, and then moves to the bin', async () => {
  const ada = await studio.member();
  const videos = [await stored(ada), await stored(ada)];
  const keepDays = plans.FREE.limits.archiveDays ?? 0;
  const review = async (days: number) => {
    studio.pass(days * aDay);
    await Promise.all([1, 2].map(() => keepVideos(studio.ctx)));
    return (await mailsTo(ada)).map(({ data }) => data);
  };
  expect(await review(0)).toEqual([]);
  const { keepUntil } = await viewVideo(ada, { videoId: videos[0] ?? '' });
  expect(Date.parse(keepUntil ?? '') - studio.clock.at.getTime()).toBe(keepDays * aDay * 1_000);
  expect(await review(keepDays - 15)).toEqual([]);
  expect(await review(1)).toEqual([{ count: 2, keepUntil, binDays: 7 }]);
  expect(await review(10)).toHaveLength(1);
  expect(await review(1)).toHaveLength(2);
  expect((await rowOf(videos[0] ?? ''))?.binnedAt).toBeNull();
  expect(await review(3)).toHaveLength(2);
  for (const id of videos) expect((await rowOf(id))?.binnedAt).not.toBeNull();
});

it('keeps it for ever under a plan that does, and gives time after that has ended', async () => {
  const ada = await studio.member();
  await subscribe(ada, 'ENTERPRISE', 'active');
  const one = await stored(ada);
  studio.pass(500 * aDay);
  await keepVideos(studio.ctx);
  expect(await rowOf(one)).toMatchObject({ keepUntil: null, binnedAt: null });
  await subscribe(ada, 'ENTERPRISE', 'canceled');
  await keepVideos(studio.ctx);
  expect(await rowOf(one)).toMatchObject({
    ...{ keepUntil: new Date(studio.clock.at.getTime() + 14 * aDay * 1_000), warnedDays: 14, binnedAt: null },
  });
  await subscribe(ada, 'PRO', 'active');
  await keepVideos(studio.ctx);
  expect((await rowOf(one))?.binnedAt).toBeNull();
});

it('keeps on its last day what a larger plan takes over', async () => {
  const ada = await studio.member();
  const one = await stored(ada);
  await setVideo(one, { keepUntil: studio.clock.at, warnedDays: 3 });
  await subscribe(ada, 'PRO', 'active');
  await keepVideos(studio.ctx);
  expect(await rowOf(one)).toMatchObject({ binnedAt: null, warnedDays: null });
});

it('plays and fetches what is stored, and what is not through us', async () => {
  const ada = await studio.member();
  const one = await stored(ada);
  const played = await openVideoAddress(ada, { videoId: one, to: 'play' });
  expect(played.url).toBe(`https://storage.example.com/videos/${ada.actor.memberId}/${one}.mp4`);
  const source = { url: 'https://example.com/one.mp4', headers: {}, expiresAt: null };
  await setVideo(one, { storage: 'failed', assetId: null, source });
  let closed = 0;
  const answering = (opens: () => void): MemberCtx => ({
    ...ada,
    ports: {
      ...ada.ports,
      downloads: {
        async open() {
          opens();
          const iterator = {
            next: async () => ({ done: true as const, value: undefined }),
            async return() {
              closed += 1;
              return { done: true as const, value: undefined };
            },
          };
          const bytes = { [Symbol.asyncIterator]: () => iterator };
          return { sizeBytes: 1, offset: 0, validator: null, bytes };
        },
      },
    },
  });
  const through = await openVideoAddress(
    answering(() => {}),
    { videoId: one, to: 'download' },
  );
  expect(closed).toBe(1);
  expect(through.url).toBe(`/videos/${one}/original?download=1`);
  const gone = answering(() => {
    throw new BacklotError('DOWNLOAD_FAILED', { reason: 'not_found' });
  });
  for (const to of ['play', 'download'] as const)
    await expect(openVideoAddress(gone, { videoId: one, to })).rejects.toMatchObject({
      code: 'ORIGINAL_GONE',
    });
  const told = () =>
    studio.ctx.db
      .select({ notice: tables.notices.notice })
      .from(tables.notices)
      .where(eq(tables.notices.audience, `member:${ada.actor.memberId}`));
  const before = (await told()).length;
  await Promise.allSettled([1, 2].map(() => retryArchive(ada, { videoId: one })));
  expect((await told()).slice(before)).toEqual([{ notice: { kind: 'video_changed', videoId: one } }]);
  expect(await rowOf(one)).toMatchObject({ storage: 'pending', tries: 0 });
  await expect(openVideoAddress(ada, { videoId: one, to: 'play' })).rejects.toMatchObject({
    code: 'WRONG_STATE',
  });
});

it('pages through a library without missing or repeating any', async () => {
  const ada = await studio.member();
  const { memberId } = ada.actor;
  await subscribe(ada, 'PRO', 'active');
  const one = await stored(ada);
  const copies = Array.from({ length: 60 }, (_, ordinal) => ({
    ...{
      id: ada.newId(),
      generationId: one,
      memberId,
      ordinal: ordinal + 1,
      title: 'Copy',
      storage: 'failed' as const,
    },
    // Many in the same moment: the id decides.
    createdAt: new Date(studio.clock.at.getTime() - Math.floor(ordinal / 25) * 1_000),
    updatedAt: studio.clock.at,
  }));
  await ada.db.insert(tables.videos).values(copies);
  const seen: string[] = [];
  const counted: (number | undefined)[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listVideos>> = await listVideos(ada, { shelf: 'all', after });
    seen.push(...page.videos.map(({ videoId }) => videoId));
    counted.push(page.totals?.all);
    after = page.after;
  } while (after !== null);
  expect(seen).toHaveLength(61);
  expect(new Set(seen).size).toBe(61);
  // Counted once, for the page on which it is shown.
  expect(counted).toEqual([61, undefined, undefined]);
  const [at, id] = [studio.clock.at.toISOString(), ada.newId()];
  for (const place of [
    'x',
    `${at} x`,
    `1 ${id}`,
    `0000-01-01T00:00:00.000Z ${id}`,
    `2026-13-01T00:00:00.000Z ${id}`,
  ])
    await expect(listVideos(ada, { shelf: 'all', after: place })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  // A moment from far ahead of ours has no place in Postgres.
  const never = `+275760-09-13T00:00:00.000Z ${id}`;
  await expect(listVideos(ada, { shelf: 'all', after: never })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

it('knows which of a member’s are being made or stored', async () => {
  const [ada, eve] = [await studio.member(), await studio.member()];
  await stored(ada);
  const { generationId: first } = await generateVideo(ada, wish(ada));
  const { generationId: second } = await generateVideo(ada, wish(ada));
  await generateVideo(eve, wish(eve));
  await hearOfVideo(ada, {
    jobId: null,
    generationId: second,
    report: completed('x'),
    alongside: async () => {},
  });
  expect(new Set((await movingVideos(ada)).videoIds)).toEqual(new Set([first, second]));
  await cancelGeneration(ada, { generationId: first });
  expect(await movingVideos(ada)).toEqual({ videoIds: [second] });
});

it('leaves nothing of a member who is erased', async () => {
  const ada = await studio.member();
  const one = await stored(ada);
  await inTransaction(studio.ctx, (ctx) => eraseVideos(ctx, ada.actor.memberId));
  expect(await rowOf(one)).toMatchObject({ storage: 'deleted', source: null, title: '' });
  const [generation] = await ada.db.select().from(tables.generations).where(eq(tables.generations.id, one));
  expect(generation?.prompt).toBe('');
});

it('brings nothing back that was deleted before its maker was done', async () => {
  const ada = await studio.member();
  const { generationId } = await generateVideo(ada, wish(ada));
  await requestVideo(ada, { generationId });
  await inTransaction(studio.ctx, (ctx) => eraseVideos(ctx, ada.actor.memberId));
  await hearOfVideo(ada, { jobId: null, generationId, report: completed('late'), alongside: async () => {} });
  expect(await rowOf(generationId)).toMatchObject({ storage: 'deleted', source: null });
});

it('keeps a seed while something is made from it, and forgets one that nobody used', async () => {
  const ada = await studio.member();
  const { memberId } = ada.actor;
  const seed = async (state: 'stored' | 'awaiting_upload') => {
    const [id, at] = [ada.newId(), ada.now()];
    await ada.db.insert(tables.assets).values({
      ...{
        id,
        memberId,
        purpose: 'seed',
        state,
        key: `seeds/${memberId}/${id}.jpg`,
        sizeBytes: 1,
        sha256: '',
      },
      ...{ contentType: 'image/jpeg', extension: 'jpg', originalName: '', createdAt: at, updatedAt: at },
    });
    return id;
  };
  const stateOf = async (id: string) => {
    const [row] = await ada.db.select().from(tables.assets).where(eq(tables.assets.id, id));
    return row?.state;
  };
  studio.provider.offers = { ...studio.provider.offers, seedImage: true };
  const [used, unused, waiting] = [await seed('stored'), await seed('stored'), await seed('awaiting_upload')];
  const { generationId } = await generateVideo(ada, { ...wish(ada), seedAssetId: used });
  await expect(generateVideo(ada, { ...wish(ada), seedAssetId: waiting })).rejects.toMatchObject({
    code: 'WRONG_STATE',
  });
  const eve = await studio.member();
  await expect(generateVideo(eve, { ...wish(eve), seedAssetId: used })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  // To be seen again by its owner, as long as it is there, and named with what was made from it.
  expect(await viewSeed(ada, { assetId: used })).toEqual({
    url: `https://storage.example.com/seeds/${memberId}/${used}.jpg`,
  });
  for (const [who, assetId] of [
    [eve, used],
    [ada, waiting],
  ] as const)
    await expect(viewSeed(who, { assetId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await viewVideo(ada, { videoId: generationId })).seedAssetId).toBe(used);
  await requestVideo(ada, { generationId });
  expect(studio.provider.asked.at(-1)?.seedImageUrl).toBe(
    `https://storage.example.com/seeds/${memberId}/${used}.jpg`,
  );
  studio.pass(aDay + 60);
  await expirePictures(studio.ctx);
  expect(await Promise.all([used, unused, waiting].map(stateOf))).toEqual(['stored', 'removed', 'removed']);
  const again = await generateVideo(ada, { ...wish(ada), seedAssetId: used });
  await ada.db.update(tables.assets).set({ state: 'removed' }).where(eq(tables.assets.id, used));
  expect((await viewVideo(ada, { videoId: again.generationId })).seedAssetId).toBeNull();
  await ada.db.update(tables.assets).set({ state: 'stored' }).where(eq(tables.assets.id, used));
  await inTransaction(studio.ctx, (ctx) => eraseVideos(ctx, memberId));
  expect(await stateOf(used)).toBe('removed');
});
