import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { idOfToken } from '../accounts/sign-in-token.ts';
import type { Ctx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { callbackPurpose } from './request.ts';

/** The generation that a provider's message is about, by its id. NOT_FOUND when there is none. */
export async function findGeneration(ctx: Ctx, videoId: string): Promise<{ generationId: string }> {
  const { generations } = tables;
  return oneOr404(
    await ctx.db
      .select({ generationId: generations.id })
      .from(generations)
      .where(eq(generations.id, videoId)),
  );
}

/** The generation whose call-back address holds this token; null when we never made it. */
export const generationOfToken = (ctx: Ctx, token: string): string | null =>
  idOfToken(callbackPurpose, token, ctx.settings.linkSecret);
