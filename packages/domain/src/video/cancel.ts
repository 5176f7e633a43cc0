import { type GenerationState, openGenerationStates } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray } from 'drizzle-orm';
import { type Ctx, inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { settleReport } from './settle-report.ts';

/** Cancels a generation of the actor's own: its part of the quota comes back. One that has ended stays as it ended. */
export async function cancelGeneration(
  ctx: MemberCtx,
  input: { generationId: string },
): Promise<{ state: GenerationState }> {
  const { generations } = tables;
  const own = and(eq(generations.id, input.generationId), eq(generations.memberId, ctx.actor.memberId));
  return inTransaction(ctx, async (ctx) => {
    oneOr404(await ctx.tx.select({ id: generations.id }).from(generations).where(own));
    await endGeneration(ctx, input.generationId);
    return oneOr404(await ctx.tx.select({ state: generations.state }).from(generations).where(own));
  });
}

/** Every generation of a member that has not ended, for one who is erased. */
export async function cancelGenerationsOf(ctx: TxCtx, memberId: string): Promise<void> {
  const { generations } = tables;
  const open = await ctx.tx
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.memberId, memberId), inArray(generations.state, openGenerationStates)))
    .orderBy(generations.id);
  for (const { id } of open) await endGeneration(ctx, id);
}

async function endGeneration(ctx: TxCtx, generationId: string): Promise<void> {
  const report = { status: 'failed', failure: 'cancelled' } as const;
  await settleReport(ctx, { generationId, report, toldBy: 'asking' });
  await ctx.queue.enqueue(ctx.tx, 'generation.cancel', { generationId });
}

/** Ends at the provider what has ended with us without it. What completed after all is left as it is. */
export async function cancelAtProvider(ctx: Ctx, input: { generationId: string }): Promise<void> {
  const { generations } = tables;
  const [generation] = await ctx.db.select().from(generations).where(eq(generations.id, input.generationId));
  if (!generation?.jobId || generation.state === 'completed') return;
  await ctx.ports.videos.get(generation.provider)?.cancel(generation.jobId);
}
