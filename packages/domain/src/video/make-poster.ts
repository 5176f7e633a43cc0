import { createHash } from 'node:crypto';
import { BacklotError, type FilmPoster, videoPosterKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { readRange } from '../media/verify-upload.ts';
import { tell } from '../notices.ts';

type Video = { id: string; memberId: string };

/**
 * Makes the poster of a stored video from its bytes. One that gives no picture stays without. May die anywhere, run twice and at
 * once: the same bytes make the same poster under the same name, and whoever settles first has made it. It counts as stored, but
 * is never refused for want of room: nobody asked for it, and it is small.
 */
export async function makeVideoPoster(ctx: Ctx, input: { videoId: string }): Promise<void> {
  const { videos, assets } = tables;
  const [row] = await ctx.db
    .select({ video: { id: videos.id, memberId: videos.memberId }, file: assets })
    .from(videos)
    .innerJoin(assets, eq(assets.id, videos.assetId))
    .where(and(eq(videos.id, input.videoId), eq(videos.storage, 'stored'), isNull(videos.posterAssetId)));
  if (row) await make(ctx, row.video, row.file);
  await clearPosterLeftovers(ctx, input);
}

async function make(ctx: Ctx, video: Video, file: { key: string; sizeBytes: number }): Promise<void> {
  const { objects, films } = ctx.ports;
  const poster = await films
    .poster({
      sizeBytes: file.sizeBytes,
      range: (start, endExclusive) => readRange(objects, file.key, start, endExclusive),
    })
    .catch(nothingWhereGone);
  if (poster === null) return;
  async function* once(bytes: Uint8Array) {
    yield bytes;
  }
  const { bytes, contentType } = poster;
  await objects.write({ key: videoPosterKey(video), contentType, bytes: once(bytes) });
  await settle(ctx, video, poster);
}

/** A video that was thrown away meanwhile is not there any more, and will not come back. */
function nothingWhereGone(error: unknown): null {
  if (error instanceof BacklotError && error.code === 'NOT_FOUND') return null;
  throw error;
}

/** Makes the poster the video's, unless it has one by now or is not stored any more. */
async function settle(ctx: Ctx, { id: videoId, memberId }: Video, poster: FilmPoster): Promise<void> {
  const { bytes, ...facts } = poster;
  const { videos } = tables;
  await inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const id = ctx.newId();
    // The asset before the video, as when a video is stored: its member is held before its video is. Whoever comes second waits
    // here for the first, and finds the name taken.
    const made = await ctx.tx
      .insert(tables.assets)
      .values({
        ...{ id, memberId, purpose: 'video_poster', state: 'stored', extension: 'webp', originalName: '' },
        ...{ key: videoPosterKey({ id: videoId, memberId }), sizeBytes: bytes.byteLength, ...facts },
        sha256: createHash('sha256').update(bytes).digest('hex'),
        ...{ storedAt: now, createdAt: now, updatedAt: now },
      })
      .onConflictDoNothing({ target: tables.assets.key })
      .returning({ id: tables.assets.id });
    if (made.length === 0) return;
    const settled = await ctx.tx
      .update(videos)
      .set({ posterAssetId: id, updatedAt: now })
      .where(and(eq(videos.id, videoId), eq(videos.storage, 'stored'), isNull(videos.posterAssetId)))
      .returning({ id: videos.id });
    if (settled.length === 0) throw new NotWanted();
    await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId });
  }).catch((error: unknown) => {
    if (!(error instanceof NotWanted)) throw error;
  });
}

/** Takes a transaction back whose video is not stored any more. */
class NotWanted extends Error {
  override readonly name = 'NotWanted';
}

/** Leaves nothing in storage of a poster whose video was deleted while it was made. */
async function clearPosterLeftovers(ctx: Ctx, input: { videoId: string }): Promise<void> {
  const { id, memberId, storage } = tables.videos;
  const [video] = await ctx.db
    .select({ id, memberId, storage })
    .from(tables.videos)
    .where(eq(id, input.videoId));
  if (video?.storage === 'deleted') await ctx.ports.objects.delete(videoPosterKey(video));
}
