import { mayDo, type VideoAct, videoStage } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { tell } from '../notices.ts';

/** Of several, those that could not be treated are left as they are, and not counted. */
type Done = { done: number };

/** Moves videos of the actor's own to the bin, where they wait 7 days and still count. What is on its way is left. */
export const binVideos = (ctx: MemberCtx, input: { videoIds: readonly string[] }): Promise<Done> =>
  treat(ctx, 'bin', input.videoIds, (ctx, ids) => setBinned(ctx, ids, ctx.now()));

/** Takes videos back out of the bin. */
export const restoreVideos = (ctx: MemberCtx, input: { videoIds: readonly string[] }): Promise<Done> =>
  treat(ctx, 'restore', input.videoIds, (ctx, ids) => setBinned(ctx, ids, null));

/** Deletes videos that lie in the bin, for good; what they took of storage comes free at once. */
export const removeVideos = (ctx: MemberCtx, input: { videoIds: readonly string[] }): Promise<Done> =>
  treat(ctx, 'remove', input.videoIds, deleteVideos);

/** Deletes all that lies in the actor's bin. */
export async function emptyBin(ctx: MemberCtx): Promise<Done> {
  const { videos } = tables;
  const binned = await ctx.db
    .select({ id: videos.id })
    .from(videos)
    .where(
      and(eq(videos.memberId, ctx.actor.memberId), isNotNull(videos.binnedAt), ne(videos.storage, 'deleted')),
    );
  return removeVideos(ctx, { videoIds: binned.map(({ id }) => id) });
}

async function treat(
  ctx: MemberCtx,
  act: VideoAct,
  videoIds: readonly string[],
  apply: (ctx: TxCtx, ids: string[]) => Promise<void>,
): Promise<Done> {
  const { memberId } = ctx.actor;
  return inTransaction(ctx, async (ctx) => {
    const { videos, generations } = tables;
    const rows = await ctx.tx
      .select({
        id: videos.id,
        storage: videos.storage,
        binnedAt: videos.binnedAt,
        state: generations.state,
      })
      .from(videos)
      .innerJoin(generations, eq(generations.id, videos.generationId))
      .where(and(inArray(videos.id, [...videoIds]), eq(videos.memberId, memberId)))
      .orderBy(videos.id)
      .for('update', { of: videos });
    const ids = rows
      .filter(({ state, storage, binnedAt }) => mayDo(videoStage(state, storage, binnedAt !== null), act))
      .map(({ id }) => id);
    if (ids.length === 0) return { done: 0 };
    await apply(ctx, ids);
    for (const videoId of ids) await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId });
    return { done: ids.length };
  });
}

/** Puts locked videos in the bin, or takes them out. */
export async function setBinned(ctx: TxCtx, ids: string[], binnedAt: Date | null): Promise<void> {
  await ctx.tx
    .update(tables.videos)
    .set({ binnedAt, updatedAt: ctx.now() })
    .where(inArray(tables.videos.id, ids));
}

/**
 * Deletes locked videos, from whatever stage: their files leave storage, the provider's address is forgotten, and so is what
 * was asked for once no video of it is left. A copy that is on its way finds that it is not wanted any more.
 */
export async function deleteVideos(ctx: TxCtx, ids: string[]): Promise<void> {
  const { videos } = tables;
  const gone = await ctx.tx
    .update(videos)
    .set({
      ...{ storage: 'deleted', title: '', source: null, progress: null, keepUntil: null, binnedAt: null },
      ...{ nextTryAt: null, updatedAt: ctx.now() },
    })
    .where(and(inArray(videos.id, ids), ne(videos.storage, 'deleted')))
    .returning({
      assetId: videos.assetId,
      posterAssetId: videos.posterAssetId,
      generationId: videos.generationId,
    });
  const assetIds = gone.flatMap(({ assetId, posterAssetId }) => [assetId, posterAssetId]);
  await removeAssets(ctx, { assetIds: assetIds.filter((id) => id !== null) });
  const asked = [...new Set(gone.map(({ generationId }) => generationId))];
  if (asked.length === 0) return;
  const left = await ctx.tx
    .select({ generationId: videos.generationId })
    .from(videos)
    .where(and(inArray(videos.generationId, asked), ne(videos.storage, 'deleted')));
  const wanted = new Set(left.map(({ generationId }) => generationId));
  await forgetWishes(
    ctx,
    asked.filter((id) => !wanted.has(id)),
  );
}

/** Forgets what was asked for, and removes the pictures that nothing else was made from. */
async function forgetWishes(ctx: TxCtx, generationIds: string[]): Promise<void> {
  const { generations } = tables;
  if (generationIds.length === 0) return;
  const seeds = await ctx.tx
    .update(generations)
    .set({ prompt: '', seedAssetId: null })
    .where(inArray(generations.id, generationIds))
    .returning({ seedAssetId: sql<string | null>`old.seed_asset_id` });
  const unused = [...new Set(seeds.map(({ seedAssetId }) => seedAssetId))].filter((id) => id !== null);
  if (unused.length === 0) return;
  const used = await ctx.tx
    .select({ seedAssetId: generations.seedAssetId })
    .from(generations)
    .where(inArray(generations.seedAssetId, unused));
  const kept = new Set(used.map(({ seedAssetId }) => seedAssetId));
  await removeAssets(ctx, { assetIds: unused.filter((id) => !kept.has(id)) });
}
