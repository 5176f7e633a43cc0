import { tables } from '@backlot/db';
import { and, inArray, isNull, lte, or } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';

/** Longer than a living run leaves its row alone, and than a job may be late. */
const graceMs = 15 * 60_000;
const atOnce = 500;

/** Goes on with copies that nobody goes on with, because their job used up its tries while storage was away. */
export async function reviewArchives(ctx: Ctx): Promise<{ left: number }> {
  const { videos } = tables;
  const since = new Date(ctx.now().getTime() - graceMs);
  const left = await ctx.db
    .select({ videoId: videos.id })
    .from(videos)
    .where(
      and(
        inArray(videos.storage, ['pending', 'processing']),
        or(lte(videos.nextTryAt, since), and(isNull(videos.nextTryAt), lte(videos.updatedAt, since))),
      ),
    )
    .orderBy(videos.id)
    .limit(atOnce);
  await inTransaction(ctx, async (ctx) => {
    if (left.length > 0) await ctx.queue.enqueueAll(ctx.tx, 'video.archive', left);
  });
  return { left: left.length };
}
