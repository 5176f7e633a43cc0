import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { tell } from '../notices.ts';
import { oneOr404, oneOrLost } from '../rows.ts';

/** Tries once more to copy a video that was given up. Pressed twice, it is tried once. WRONG_STATE when it was not given up. */
export async function retryArchive(ctx: MemberCtx, input: { videoId: string }): Promise<void> {
  const { videos } = tables;
  const { memberId } = ctx.actor;
  const own = and(eq(videos.id, input.videoId), eq(videos.memberId, memberId), isNull(videos.binnedAt));
  await inTransaction(ctx, async (ctx) => {
    const { storage } = oneOr404(await ctx.tx.select({ storage: videos.storage }).from(videos).where(own));
    const again = await ctx.tx
      .update(videos)
      .set({ storage: 'pending', tries: 0, nextTryAt: null, giveUpAt: null, updatedAt: ctx.now() })
      .where(and(own, eq(videos.storage, 'failed')))
      .returning({ videoId: videos.id });
    await ctx.queue.enqueue(ctx.tx, 'video.archive', oneOrLost(again, { storage }));
    await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId: input.videoId });
  });
}
