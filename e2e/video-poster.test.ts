import { posterRules } from '@backlot/core';
import { tables } from '@backlot/db';
import {
  archiveVideo,
  binVideos,
  type Ctx,
  grantRole,
  listVideos,
  type MemberCtx,
  makeVideoPoster,
  removeAsset,
  removeVideos,
  sweepUploads,
  viewVideo,
} from '@backlot/domain';
import { and, eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileAnswer, openSource } from './lib/film-source.ts';
import { filmBytes, sha256Hex } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { pendingVideo } from './lib/pending-video.ts';

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
});
afterAll(async () => {
  await house?.close();
  await source?.close();
});

/** A video whose file is in our storage. */
async function stored(file = 'bear-vp9.webm'): Promise<string> {
  people += 1;
  const url = source.serve(`/${people}/${file}`, fileAnswer(filmBytes(file)));
  const videoId = await pendingVideo(ctx, owner.actor.memberId, { url });
  await archiveVideo(ctx, { videoId });
  expect(await viewVideo(owner, { videoId })).toMatchObject({ stage: 'stored', posterUrl: null });
  return videoId;
}
const filmKey = (videoId: string) => `videos/${owner.actor.memberId}/${videoId}.mp4`;
const posterKey = (videoId: string) => `videos/${owner.actor.memberId}/${videoId}.webp`;
const storedOf = async (videoId: string) =>
  (await house.stored()).filter((key) => key.includes(videoId)).toSorted();
const postersOf = (videoId: string) =>
  ctx.db
    .select()
    .from(tables.assets)
    .where(and(eq(tables.assets.memberId, owner.actor.memberId), eq(tables.assets.key, posterKey(videoId))));
const jobsOf = (name: string, videoId: string) =>
  house.sql`select 1 from pgboss.job where name = ${name} and data->>'videoId' = ${videoId}`;

/** The world as it is, but for a part of it. */
const but = (ports: Partial<Ctx['ports']>): Ctx => ({ ...ctx, ports: { ...ctx.ports, ...ports } });

it('is made of a video’s own bytes, by a job that storing it puts in', async () => {
  const videoId = await stored();
  expect(await jobsOf('video.poster', videoId)).toHaveLength(1);
  await makeVideoPoster(ctx, { videoId });
  const [poster, ...others] = await postersOf(videoId);
  expect(others).toEqual([]);
  expect(poster).toMatchObject({
    ...{ purpose: 'video_poster', state: 'stored', contentType: 'image/webp', extension: 'webp' },
    ...{ widthPx: 320, heightPx: 240 },
  });
  const view = await viewVideo(owner, { videoId });
  expect(view.averageColour).toMatch(/^#[0-9a-f]{6}$/);
  const answer = await fetch(view.posterUrl ?? '');
  expect(answer.headers.get('content-type')).toBe('image/webp');
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBeLessThanOrEqual(posterRules.sizeBytesMax);
  expect(poster).toMatchObject({ sizeBytes: bytes.length, sha256: sha256Hex(bytes) });
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 320, height: 240 });
  const notices = await house.sql`
    select 1 from notices where audience = ${`member:${owner.actor.memberId}`} and notice->>'videoId' = ${videoId}`;
  expect(notices.length).toBeGreaterThan(1);
});

it('is one, however often its job runs, also at once', async () => {
  const videoId = await stored();
  await Promise.all([1, 2, 3].map(() => makeVideoPoster(ctx, { videoId })));
  const [poster] = await postersOf(videoId);
  await makeVideoPoster(ctx, { videoId });
  expect(await postersOf(videoId)).toEqual([poster]);
  expect(await storedOf(videoId)).toEqual([filmKey(videoId), posterKey(videoId)]);
});

it('is not made where a film gives no picture, or is gone, and nobody tries again', async () => {
  const [broken, gone] = [await stored('invalid-bitstream.webm'), await stored()];
  await makeVideoPoster(ctx, { videoId: broken });
  expect(await storedOf(broken)).toEqual([filmKey(broken)]);
  await ctx.ports.objects.delete(filmKey(gone));
  await makeVideoPoster(ctx, { videoId: gone });
  for (const videoId of [broken, gone]) {
    expect(await postersOf(videoId)).toEqual([]);
    expect(await viewVideo(owner, { videoId })).toMatchObject({ stage: 'stored', posterUrl: null });
  }
});

it('comes later where storage or the decoder is away', async () => {
  const videoId = await stored();
  const away = () => Promise.reject(new Error('away'));
  for (const ports of [
    { films: { ...ctx.ports.films, poster: away } },
    { objects: { ...ctx.ports.objects, read: away } },
    { objects: { ...ctx.ports.objects, write: away } },
  ])
    await expect(makeVideoPoster(but(ports), { videoId })).rejects.toThrow('away');
  expect(await storedOf(videoId)).toEqual([filmKey(videoId)]);
  await makeVideoPoster(ctx, { videoId });
  expect(await postersOf(videoId)).toHaveLength(1);
});

/** Deletes a video for good, and clears what its assets leave. */
async function throwAway(videoId: string): Promise<void> {
  await binVideos(owner, { videoIds: [videoId] });
  await removeVideos(owner, { videoIds: [videoId] });
  const removed = await house.sql<{ assetId: string }[]>`
    select data->>'assetId' as "assetId" from pgboss.job where name = 'asset.remove'`;
  for (const { assetId } of removed) await removeAsset(ctx, { assetId });
}

it('leaves with its video, and counts as long as that is there', async () => {
  const videoId = await stored();
  await makeVideoPoster(ctx, { videoId });
  const [poster] = await postersOf(videoId);
  await binVideos(owner, { videoIds: [videoId] });
  const size = filmBytes('bear-vp9.webm').length + (poster?.sizeBytes ?? 0);
  expect((await listVideos(owner, { shelf: 'bin' })).totals?.binSizeBytes).toBe(size);
  await throwAway(videoId);
  expect(await storedOf(videoId)).toEqual([]);
  expect(await postersOf(videoId)).toMatchObject([{ state: 'removed' }]);
  await makeVideoPoster(ctx, { videoId });
  expect(await storedOf(videoId)).toEqual([]);
});

it('leaves nothing behind when its video is thrown away while it is made', async () => {
  const { films, objects } = ctx.ports;
  const [before, between] = [await stored(), await stored()];
  const poster: typeof films.poster = async (film) => {
    const made = await films.poster(film);
    await throwAway(before);
    return made;
  };
  await makeVideoPoster(but({ films: { ...films, poster } }), { videoId: before });
  const write: typeof objects.write = async (input) => {
    const written = await objects.write(input);
    await throwAway(between);
    return written;
  };
  await makeVideoPoster(but({ objects: { ...objects, write } }), { videoId: between });
  for (const videoId of [before, between]) {
    expect(await storedOf(videoId)).toEqual([]);
    expect(await postersOf(videoId)).toEqual([]);
  }
});

it('is repaired where a run died after it had put it, and cleared where its video went meanwhile', async () => {
  const { objects } = ctx.ports;
  const write: typeof objects.write = async (input) => {
    await objects.write(input);
    throw new Error('killed');
  };
  const dying = but({ objects: { ...objects, write } });
  const [kept, gone, swept] = [await stored(), await stored(), await stored()];
  for (const videoId of [kept, gone, swept]) {
    await expect(makeVideoPoster(dying, { videoId })).rejects.toThrow('killed');
    expect(await storedOf(videoId)).toEqual([filmKey(videoId), posterKey(videoId)]);
  }
  await throwAway(gone);
  await throwAway(swept);
  await makeVideoPoster(ctx, { videoId: kept });
  await makeVideoPoster(ctx, { videoId: gone });
  expect(await storedOf(swept)).toEqual([posterKey(swept)]);
  await sweepUploads({ ...ctx, now: () => new Date(Date.now() + 3_600_000) });
  expect(await postersOf(kept)).toHaveLength(1);
  expect(await storedOf(kept)).toEqual([filmKey(kept), posterKey(kept)]);
  expect([await storedOf(gone), await storedOf(swept)]).toEqual([[], []]);
});
