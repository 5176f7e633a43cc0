import { BacklotError, type Download } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { sourceOf } from './stored-report.ts';

/** What a provider still has of a video of the actor's own. */
export type Original = Pick<Download, 'sizeBytes' | 'offset' | 'bytes'> & { title: string };

/**
 * Opens what a provider still has of a video of the actor's own that could not be stored, from an offset where the source does
 * that. Where it lies is told to nobody. NOT_FOUND for any other video, and when the source does not answer any more.
 * @returns `offset` is 0 when the source cannot begin elsewhere
 */
export async function openOriginal(
  ctx: MemberCtx,
  input: { videoId: string; offset: number; signal: AbortSignal },
): Promise<Original> {
  const { videos } = tables;
  const { title, source } = oneOr404(
    await ctx.db
      .select({ title: videos.title, source: videos.source })
      .from(videos)
      .where(
        and(
          eq(videos.id, input.videoId),
          eq(videos.memberId, ctx.actor.memberId),
          eq(videos.storage, 'failed'),
          isNull(videos.binnedAt),
        ),
      ),
  );
  if (source === null) throw new BacklotError('NOT_FOUND');
  const { url, headers } = sourceOf(source);
  const { signal } = input;
  const open = (offset: number, validator: string | null) =>
    ctx.ports.downloads.open({ url, headers, offset, validator, signal });
  try {
    const whole = await open(0, null);
    if (input.offset === 0 || whole.validator === null || input.offset >= (whole.sizeBytes ?? 0))
      return { ...whole, title };
    // Only who knows how the bytes are known may ask for a part of them.
    await whole.bytes[Symbol.asyncIterator]().return?.();
    return { ...(await open(input.offset, whole.validator)), title };
  } catch (error) {
    if (error instanceof BacklotError && error.code === 'DOWNLOAD_FAILED')
      throw new BacklotError('NOT_FOUND');
    throw error;
  }
}
