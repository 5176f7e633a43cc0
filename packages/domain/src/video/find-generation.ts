import { BacklotError, type VideoProviderName } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, or } from 'drizzle-orm';
import { idOfToken } from '../accounts/sign-in-token.ts';
import type { Ctx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { callbackPurpose } from './request.ts';

/**
 * The generation that a provider's message is about. NOT_FOUND when that provider was asked for none of that id, or the message
 * names another job.
 */
export async function findGeneration(
  ctx: Ctx,
  named: { provider: VideoProviderName; videoId: string; jobId: string | null },
): Promise<{ generationId: string }> {
  const { generations } = tables;
  const isNamed = or(
    eq(generations.id, named.videoId),
    named.jobId === null ? undefined : eq(generations.jobId, named.jobId),
  );
  const rows = await ctx.db
    .select({ generationId: generations.id, jobId: generations.jobId })
    .from(generations)
    .where(and(eq(generations.provider, named.provider), isNamed));
  // Both names are of one generation, or the name of the job is of none yet: a message may come before the answer that names it.
  const generation = oneOr404(rows.length === 1 ? rows : []);
  const { generationId, jobId } = generation;
  const isOther =
    generationId !== named.videoId.toLowerCase() ||
    (named.jobId !== null && jobId !== null && named.jobId !== jobId);
  if (isOther) throw new BacklotError('NOT_FOUND');
  return { generationId };
}

/** The generation whose call-back address holds this token; null when we never made it. */
export const generationOfToken = (ctx: Ctx, token: string): string | null =>
  idOfToken(callbackPurpose, token, ctx.settings.linkSecret);
