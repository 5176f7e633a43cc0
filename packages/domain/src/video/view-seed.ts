import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { shownFrom } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';

/**
 * Where a picture that the actor brought for a video is shown from, for an hour. NOT_FOUND when it is not theirs, was refused, or
 * is gone: what no video began with is kept for a day.
 */
export async function viewSeed(ctx: MemberCtx, input: { assetId: string }): Promise<{ url: string | null }> {
  const { assets } = tables;
  const seed = oneOr404(
    await ctx.db
      .select({ key: assets.key, contentType: assets.contentType })
      .from(assets)
      .where(
        and(
          eq(assets.id, input.assetId),
          eq(assets.memberId, ctx.actor.memberId),
          eq(assets.purpose, 'seed'),
          eq(assets.state, 'stored'),
        ),
      ),
  );
  return { url: await shownFrom(ctx, seed) };
}
