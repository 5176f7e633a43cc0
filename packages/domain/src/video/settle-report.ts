import { stepOf, type VideoOutput, type VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { releaseReservation, settleReservation } from '../usage/end-reservations.ts';
import type { GenerationRow } from './request.ts';
import { keepSource } from './stored-report.ts';
import { tellGeneration } from './tell-generation.ts';

type Told = { generationId: string; report: VideoReport; toldBy: 'message' | 'asking' };

/**
 * Writes what a provider says of a generation, whoever brought it. What has ended stays as it ended, so it does not matter
 * how often, how late and in which order reports come. The quota is settled when there is a video, given back when not.
 */
export async function settleReport(ctx: TxCtx, { generationId, report, toldBy }: Told): Promise<void> {
  const { generations } = tables;
  const [generation] = await ctx.tx
    .select()
    .from(generations)
    .where(eq(generations.id, generationId))
    .for('update');
  if (!generation) return;
  const now = ctx.now();
  if (toldBy === 'message' && report.status !== 'processing' && generation.messageAt === null)
    await ctx.tx.update(generations).set({ messageAt: now }).where(eq(generations.id, generationId));
  const step = stepOf(generation.state, report);
  if (step === null) return;
  await ctx.tx
    .update(generations)
    .set({
      state: step.state,
      failure: 'failure' in step ? step.failure : null,
      toldBy,
      endedAt: now,
      nextAskAt: null,
    })
    .where(eq(generations.id, generationId));
  const { reservationId } = generation;
  if (step.state === 'completed' && report.status === 'completed') {
    await keepOutputs(ctx, generation, report.outputs);
    await settleReservation(ctx, { reservationId, quantity: 1 });
  } else await releaseReservation(ctx, { reservationId });
  await tellGeneration(ctx, generation);
}

/** A video for each output, the first under the generation's own id, and a job each that copies it. */
async function keepOutputs(
  ctx: TxCtx,
  generation: GenerationRow,
  outputs: readonly VideoOutput[],
): Promise<void> {
  const { videos } = tables;
  const now = ctx.now();
  const { id: generationId, memberId } = generation;
  const [first] = await ctx.tx
    .select({ title: videos.title })
    .from(videos)
    .where(and(eq(videos.generationId, generationId), eq(videos.ordinal, 0)));
  for (const [ordinal, output] of outputs.entries()) {
    const id = ordinal === 0 ? generationId : ctx.newId();
    const found = { storage: 'pending' as const, source: keepSource(output), updatedAt: now };
    const title = first?.title ?? '';
    const rows = await ctx.tx
      .insert(videos)
      .values({ id, generationId, memberId, ordinal, title, createdAt: now, ...found })
      .onConflictDoUpdate({
        target: videos.id,
        set: found,
        setWhere: eq(videos.storage, 'awaiting'),
      })
      .returning({ videoId: videos.id });
    await ctx.queue.enqueueAll(ctx.tx, 'video.archive', rows);
  }
}
