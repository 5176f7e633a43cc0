import { plans } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MemberCtx } from '../context.ts';
import { binVideos, emptyBin, removeVideos, restoreVideos } from './bin.ts';
import { keepVideos } from './keep.ts';
import { openVideoAddress } from './open-address.ts';
import { renameVideo } from './rename.ts';
import { retryArchive } from './retry-archive.ts';
import { openStudio, wish } from './testing.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('last-days-test');
});
afterAll(() => studio.close());
beforeEach(() => {
  studio.clock.at = new Date('2026-11-10T12:00:00Z');
});

const aDay = 24 * 3_600;
const keepDays = plans.FREE.limits.archiveDays ?? 0;
type Video = Partial<typeof tables.videos.$inferInsert>;

async function asset(ctx: MemberCtx, purpose: 'video' | 'video_poster' | 'seed'): Promise<string> {
  const [id, now] = [ctx.newId(), ctx.now()];
  await ctx.db.insert(tables.assets).values({
    ...{ id, memberId: ctx.actor.memberId, purpose, state: 'stored', key: `test/${id}`, sizeBytes: 1 },
    ...{ sha256: '', contentType: 'video/mp4', extension: 'mp4', originalName: '', storedAt: now },
    ...{ createdAt: now, updatedAt: now },
  });
  return id;
}

/** A stored video of a generation of its own, or of one that is there. */
async function stored(
  ctx: MemberCtx,
  { of, seedAssetId, ...values }: Video & { of?: string; seedAssetId?: string } = {},
): Promise<string> {
  const [id, now, { memberId }] = [ctx.newId(), ctx.now(), ctx.actor];
  if (of === undefined)
    await ctx.db.insert(tables.generations).values({
      ...wish(ctx),
      ...{ id, memberId, provider: 'generic', state: 'completed', reservationId: ctx.newId() },
      ...{ seedAssetId: seedAssetId ?? null, deadlineAt: now, createdAt: now },
    });
  await ctx.db.insert(tables.videos).values({
    ...{ id, generationId: of ?? id, memberId, ordinal: of === undefined ? 0 : 1, title: 'A heron' },
    ...{ storage: 'stored', assetId: await asset(ctx, 'video'), storedAt: now, createdAt: now },
    ...{ updatedAt: now, ...values },
  });
  return id;
}
const rowOf = async (videoId: string) => {
  const [row] = await studio.ctx.db.select().from(tables.videos).where(eq(tables.videos.id, videoId));
  return row;
};
const statesOf = async (...ids: string[]) => {
  const { assets } = tables;
  const rows = await studio.ctx.db.select().from(assets).where(inArray(assets.id, ids));
  return ids.map((id) => rows.find((row) => row.id === id)?.state);
};
const toldOf = async ({ actor: { memberId } }: MemberCtx, videoId: string) => {
  const { notices } = tables;
  const rows = await studio.ctx.db
    .select()
    .from(notices)
    .where(eq(notices.audience, `member:${memberId}`));
  return rows.filter(({ notice }) => (notice as { videoId?: string }).videoId === videoId).length;
};
const mailsTo = async (ctx: MemberCtx) => {
  const { mails } = tables;
  const rows = await ctx.db.select().from(mails).where(eq(mails.recipient, ctx.actor.email));
  return rows.map(({ data }) => data);
};

it('counts from when each was stored, warns by one mail of those that are not in the bin, and writes anew the next time', async () => {
  const ada = await studio.member();
  const [made, hour] = [studio.ctx.now(), 3_600_000];
  const storedAt = (hours: number) => new Date(made.getTime() + hours * hour);
  await stored(ada, { createdAt: new Date(made.getTime() - 20 * aDay * 1_000), storedAt: storedAt(2) });
  await stored(ada, { storedAt: storedAt(1) });
  // What lies in the bin is not warned of.
  await stored(ada, { storedAt: storedAt(0), binnedAt: storedAt((keepDays - 16) * 24) });
  studio.pass((keepDays - 14) * aDay - 1);
  await keepVideos(studio.ctx);
  expect(await mailsTo(ada)).toEqual([]);
  studio.pass(3 * 3_600);
  await keepVideos(studio.ctx);
  // Fourteen days from now, although the first should have been told three hours ago.
  const lastDay = () => new Date(studio.clock.at.getTime() + 14 * aDay * 1_000).toISOString();
  const first = { count: 2, keepUntil: lastDay() };
  expect(await mailsTo(ada)).toMatchObject([first]);
  await stored(ada, { storedAt: storedAt(30) });
  studio.pass(30 * 3_600);
  await keepVideos(studio.ctx);
  expect(await mailsTo(ada)).toMatchObject([first, { count: 1, keepUntil: lastDay() }]);
});

it('tells the owner of what is moved to the bin, taken out and deleted', async () => {
  const ada = await studio.member();
  const videoId = await stored(ada, {
    keepUntil: new Date(studio.clock.at.getTime() + keepDays * aDay * 1_000),
    warnedDays: 3,
  });
  let told = 0;
  const once = async (act: () => Promise<unknown>) => {
    await act();
    told += 1;
    expect(await toldOf(ada, videoId)).toBe(told);
  };
  studio.pass(keepDays * aDay);
  await once(() => keepVideos(studio.ctx));
  await once(() => restoreVideos(ada, { videoIds: [videoId] }));
  await once(() => binVideos(ada, { videoIds: [videoId] }));
  studio.pass(7 * aDay);
  await once(() => keepVideos(studio.ctx));
  expect(await rowOf(videoId)).toMatchObject({ storage: 'deleted' });
});

it('forgets a wish with the last of its videos, and a picture with the last wish that it was for', async () => {
  const ada = await studio.member();
  const promptOf = async (id: string) => {
    const { generations } = tables;
    const [row] = await ada.db.select().from(generations).where(eq(generations.id, id));
    return row?.prompt;
  };
  const remove = async (videoId: string) => {
    await binVideos(ada, { videoIds: [videoId] });
    await removeVideos(ada, { videoIds: [videoId] });
  };
  const seedAssetId = await asset(ada, 'seed');
  const posterAssetId = await asset(ada, 'video_poster');
  const first = await stored(ada, { seedAssetId, posterAssetId });
  const second = await stored(ada, { of: first });
  const other = await stored(ada, { seedAssetId });
  const { assetId } = (await rowOf(first)) ?? {};
  await remove(first);
  expect(await statesOf(assetId ?? '', posterAssetId, seedAssetId)).toEqual(['removed', 'removed', 'stored']);
  expect(await promptOf(first)).toBe('A heron in fog');
  await remove(second);
  expect(await promptOf(first)).toBe('');
  expect(await statesOf(seedAssetId)).toEqual(['stored']);
  await remove(other);
  expect(await statesOf(seedAssetId)).toEqual(['removed']);
});

it('begins to count tries anew when somebody asks for another', async () => {
  const ada = await studio.member();
  const videoId = await stored(ada, {
    storage: 'failed',
    assetId: null,
    tries: 8,
    giveUpAt: studio.clock.at,
  });
  await retryArchive(ada, { videoId });
  expect(await rowOf(videoId)).toMatchObject({ storage: 'pending', tries: 0, giveUpAt: null });
});

it('opens, renames and copies nothing that lies in the bin or is deleted, and empties nobody else’s bin', async () => {
  const [ada, eve] = [await studio.member(), await studio.member()];
  const [videoId, theirs] = [await stored(ada), await stored(eve)];
  const tries = [
    () => openVideoAddress(ada, { videoId, to: 'play' }),
    () => openVideoAddress(ada, { videoId, to: 'download' }),
    () => renameVideo(ada, { videoId, title: 'Another' }),
    () => retryArchive(ada, { videoId }),
  ];
  await binVideos(ada, { videoIds: [videoId] });
  await binVideos(eve, { videoIds: [theirs] });
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await emptyBin(ada)).toEqual({ done: 1 });
  expect(await rowOf(theirs)).toMatchObject({ storage: 'stored' });
  for (const attempt of tries)
    await expect(attempt()).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|WRONG_STATE/) });
});
