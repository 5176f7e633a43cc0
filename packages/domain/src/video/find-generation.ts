import { BacklotError, type VideoProviderName } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
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
  const generation = oneOr404(
    await ctx.db
      .select({ generationId: generations.id, jobId: generations.jobId })
      .from(generations)
      .where(and(eq(generations.id, named.videoId), eq(generations.provider, named.provider))),
  );
  // A message may come before the answer that names the job.
  const otherJob = named.jobId !== null && generation.jobId !== null && named.jobId !== generation.jobId;
  if (otherJob) throw new BacklotError('NOT_FOUND');
  return { generationId: generation.generationId };
}

/** The generation whose call-back address holds this token; null when we never made it. */
export const generationOfToken = (ctx: Ctx, token: string): string | null =>
  idOfToken(callbackPurpose, token, ctx.settings.linkSecret);
