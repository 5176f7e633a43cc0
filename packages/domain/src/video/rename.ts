import { tables } from '@backlot/db';
import { and, eq, isNull, ne } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';

/** Gives a video of the actor's own another title, under which it is fetched as well. */
export async function renameVideo(ctx: MemberCtx, input: { videoId: string; title: string }): Promise<void> {
  const { videos } = tables;
  oneOr404(
    await ctx.db
      .update(videos)
      .set({ title: input.title, updatedAt: ctx.now() })
      .where(
        and(
          eq(videos.id, input.videoId),
          eq(videos.memberId, ctx.actor.memberId),
          isNull(videos.binnedAt),
          ne(videos.storage, 'deleted'),
        ),
      )
      .returning({ id: videos.id }),
  );
}
