import { openGenerationStates } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, inArray, lte, or } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';

/** Longer than the jobs themselves may need. */
const graceMs = 2 * 60_000;
const atOnce = 500;

/**
 * Goes on with generations that nobody goes on with: asked for too long ago, or past their deadline, because a job used up
 * its tries while a provider was away.
 */
export async function reviewGenerations(ctx: Ctx): Promise<{ left: number }> {
  const { generations } = tables;
  const since = new Date(ctx.now().getTime() - graceMs);
  const left = await ctx.db
    .select({ generationId: generations.id, state: generations.state })
    .from(generations)
    .where(
      and(
        inArray(generations.state, openGenerationStates),
        or(lte(generations.nextAskAt, since), lte(generations.deadlineAt, since)),
      ),
    )
    .orderBy(generations.id)
    .limit(atOnce);
  await inTransaction(ctx, async (ctx) => {
    for (const { generationId, state } of left)
      await ctx.queue.enqueue(ctx.tx, state === 'accepted' ? 'generation.request' : 'generation.follow', {
        generationId,
      });
  });
  return { left: left.length };
}
