import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { tellModerators } from '../notices.ts';

/** Puts a stored film in front of people. Without a moderation provider everything goes to people. */
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
  await tellModerators(ctx);
}
