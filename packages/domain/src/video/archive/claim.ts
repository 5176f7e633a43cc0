import { archiveRules } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../../context.ts';

export type VideoRow = typeof tables.videos.$inferSelect;

/**
 * What a run keeps in the row of its video. Which parts there are is asked of storage, which knows it better; SHA-256 is not
 * kept: a run that goes on where another died reads the whole object once, when it is there.
 */
export type ArchiveProgress = {
  /** The run that copies; a later one takes its place. */
  runId: string;
  multipartId: string | null;
  /** Of the source's bytes that the parts are of. */
  validator: string | null;
};

/** A run's right to copy a video, and what runs before it left. */
export type Claim = { video: VideoRow; runId: string; before: Omit<ArchiveProgress, 'runId'> };

/** A job that comes a little early, by another clock, is not sent away. */
const earlyMs = 5_000;

/** Takes the copying over, from whoever had it. Null when there is nothing to copy, or not yet. */
export function claimArchive(ctx: Ctx, videoId: string): Promise<Claim | null> {
  return inTransaction(ctx, async (ctx) => {
    const { videos } = tables;
    const now = ctx.now();
    const [video] = await ctx.tx
      .select()
      .from(videos)
      .where(and(eq(videos.id, videoId), inArray(videos.storage, ['pending', 'processing'])))
      .for('update');
    if (!video || (video.nextTryAt && video.nextTryAt.getTime() > now.getTime() + earlyMs)) return null;
    const kept = video.progress as ArchiveProgress | null;
    const before = { multipartId: kept?.multipartId ?? null, validator: kept?.validator ?? null };
    const runId = ctx.newId();
    await ctx.tx
      .update(videos)
      .set({
        storage: 'processing',
        progress: { ...before, runId } satisfies ArchiveProgress,
        nextTryAt: null,
        giveUpAt: video.giveUpAt ?? new Date(now.getTime() + archiveRules.giveUpAfterMs),
        updatedAt: now,
      })
      .where(eq(videos.id, videoId));
    return { video, runId, before };
  });
}

/** The row of a claim, as long as nobody took it over and the video is wanted. */
export const stillClaimed = ({ video, runId }: Claim) =>
  and(
    eq(tables.videos.id, video.id),
    eq(tables.videos.storage, 'processing'),
    sql`${tables.videos.progress}->>'runId' = ${runId}`,
  );

/** Whether the claim still holds. */
export async function holds(ctx: Ctx, claim: Claim): Promise<boolean> {
  const rows = await ctx.db.select({ id: tables.videos.id }).from(tables.videos).where(stillClaimed(claim));
  return rows.length > 0;
}

/** Writes down by which multipart upload the copy comes. @returns false when the claim is lost */
export async function keepMultipart(
  ctx: Ctx,
  claim: Claim,
  kept: Omit<ArchiveProgress, 'runId'>,
): Promise<boolean> {
  const progress: ArchiveProgress = { ...kept, runId: claim.runId };
  return changed(ctx, claim, { progress });
}

/** Changes the row of a claim that holds. */
export async function changed(
  ctx: Ctx | TxCtx,
  claim: Claim,
  values: Partial<typeof tables.videos.$inferInsert>,
): Promise<boolean> {
  const executor = 'tx' in ctx ? ctx.tx : ctx.db;
  const rows = await executor
    .update(tables.videos)
    .set({ ...values, updatedAt: ctx.now() })
    .where(stillClaimed(claim))
    .returning({ id: tables.videos.id });
  return rows.length > 0;
}
