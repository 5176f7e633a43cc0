import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { readAddressExpiresInSeconds } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';
import { openOriginal } from './open-original.ts';

/**
 * A short address at which a video of the actor's own is played, or fetched under its title. While it could not be stored, the
 * address is one of ours that passes on what the provider still has.
 * WRONG_STATE for a video that is not there yet, or lies in the bin; ORIGINAL_GONE when the provider has it no more.
 */
export async function openVideoAddress(
  ctx: MemberCtx,
  input: { videoId: string; to: 'play' | 'download' },
): Promise<{ url: string; expiresInSeconds: number }> {
  const { videos, assets } = tables;
  const row = oneOr404(
    await ctx.db
      .select({
        storage: videos.storage,
        title: videos.title,
        key: assets.key,
        contentType: assets.contentType,
        extension: assets.extension,
      })
      .from(videos)
      .leftJoin(assets, eq(assets.id, videos.assetId))
      .where(
        and(eq(videos.id, input.videoId), eq(videos.memberId, ctx.actor.memberId), isNull(videos.binnedAt)),
      ),
  );
  const expiresInSeconds = readAddressExpiresInSeconds;
  if (row.storage === 'failed') {
    await mustAnswer(ctx, input.videoId);
    const download = input.to === 'download' ? '?download=1' : '';
    return { url: `/videos/${input.videoId}/original${download}`, expiresInSeconds };
  }
  if (row.storage !== 'stored' || row.key === null || row.contentType === null)
    throw new BacklotError('WRONG_STATE', { storage: row.storage });
  const { key, contentType, extension, title } = row;
  const named = input.to === 'download' ? { downloadName: `${title}.${extension}` } : {};
  return {
    url: await ctx.ports.objects.presignRead({ key, contentType, expiresInSeconds, ...named }),
    expiresInSeconds,
  };
}

/** Nobody waits longer for a word of whether there is something to play. */
const lookMs = 10_000;

/** A player or a download that meets nothing says nothing to whoever pressed, so it is looked for before. */
async function mustAnswer(ctx: MemberCtx, videoId: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(lookMs);
    const { bytes } = await openOriginal(ctx, { videoId, offset: 0, signal });
    await bytes[Symbol.asyncIterator]().return?.();
  } catch (error) {
    const isGone = error instanceof BacklotError && error.code === 'NOT_FOUND';
    throw isGone ? new BacklotError('ORIGINAL_GONE') : error;
  }
}
