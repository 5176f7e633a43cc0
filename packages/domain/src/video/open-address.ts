import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { readAddressExpiresInSeconds } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';

/**
 * A short address at which a video of the actor's own is played, or fetched under its title. While it could not be stored, the
 * address is one of ours that passes on what the provider still has.
 * WRONG_STATE for a video that is not there yet, or lies in the bin.
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
