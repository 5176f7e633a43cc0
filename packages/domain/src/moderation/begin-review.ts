import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/**
 * Puts a stored film in front of people. Without a moderation provider everything goes to people. Moderators are told by the
 * caller, after the owner.
 */
export async function beginReview(ctx: TxCtx, asset: { id: string; campaignId: string }): Promise<void> {
  const now = ctx.now();
  await ctx.tx
    .update(tables.assets)
    .set({ state: 'human_review', updatedAt: now })
    .where(eq(tables.assets.id, asset.id));
  await ctx.tx.insert(tables.reviews).values({
    id: ctx.newId(),
    assetId: asset.id,
    campaignId: asset.campaignId,
    kind: 'first',
    labels: [],
    createdAt: now,
  });
}
