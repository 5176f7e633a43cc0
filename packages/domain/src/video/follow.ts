import { askAgainSeconds, BacklotError, isOpen, type VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import type { GenerationRow } from './request.ts';
import { settleReport } from './settle-report.ts';

/**
 * Asks the provider how a job stands, and puts in the next asking while it is at work: after 5 s at first, then ever later,
 * until the deadline, which ends it. Of two runs at once one goes on; a provider that does not answer is asked at the next turn.
 */
export async function followGeneration(ctx: Ctx, input: { generationId: string }): Promise<void> {
  const { generations } = tables;
  const [generation] = await ctx.db.select().from(generations).where(eq(generations.id, input.generationId));
  if (!generation || !isOpen(generation.state) || generation.jobId === null) return;
  // Another chain is ahead of this one.
  if (generation.nextAskAt !== null && generation.nextAskAt.getTime() > ctx.now().getTime() + 1_000) return;
  const report = await ask(ctx, generation, generation.jobId);
  const late = generation.deadlineAt <= ctx.now();
  if (report.status === 'processing' && !late) return askAgain(ctx, generation);
  await inTransaction(ctx, async (ctx) => {
    const { id: generationId } = generation;
    const outcome: VideoReport =
      report.status === 'processing' ? { status: 'failed', failure: 'timed_out' } : report;
    await settleReport(ctx, { generationId, toldBy: 'asking', report: outcome });
    if (outcome !== report) await ctx.queue.enqueue(ctx.tx, 'generation.cancel', { generationId });
  });
}

/** Once more in a moment; who asked in vain goes by the clock, too. */
async function askAgain(ctx: Ctx, generation: GenerationRow): Promise<void> {
  const { generations } = tables;
  await inTransaction(ctx, async (ctx) => {
    const nextAskAt = new Date(ctx.now().getTime() + askAgainSeconds(generation.asks + 1) * 1_000);
    const mine = await ctx.tx
      .update(generations)
      .set({ asks: generation.asks + 1, nextAskAt })
      .where(
        and(
          eq(generations.id, generation.id),
          eq(generations.state, 'processing'),
          eq(generations.asks, generation.asks),
        ),
      )
      .returning({ generationId: generations.id });
    for (const payload of mine)
      await ctx.queue.enqueue(ctx.tx, 'generation.follow', payload, { startAfter: nextAskAt });
  });
}

/** What the provider says; nothing new when it does not answer. A job that it does not know has failed. */
export async function ask(ctx: Ctx, generation: GenerationRow, jobId: string): Promise<VideoReport> {
  const provider = ctx.ports.videos.get(generation.provider);
  if (!provider) return { status: 'processing' };
  try {
    return await provider.read(jobId);
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    if (error.code === 'PROVIDER_UNAVAILABLE') return { status: 'processing' };
    if (error.code === 'NOT_FOUND') return { status: 'failed', failure: 'provider_failed' };
    throw error;
  }
}
