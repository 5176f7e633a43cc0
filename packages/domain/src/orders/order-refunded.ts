import { tables } from '@backlot/db';
import { and, eq, ne } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';

/**
 * What a whole refund or a lost dispute means: the campaign is withdrawn, its upload ends, and what is stored of it
 * goes. A film that was refused keeps its own time of removal.
 */
export async function orderRefunded(ctx: TxCtx, order: { campaignId: string }): Promise<void> {
  const withdrawn = await ctx.tx
    .update(tables.campaigns)
    .set({ status: 'withdrawn', updatedAt: ctx.now() })
    .where(and(eq(tables.campaigns.id, order.campaignId), ne(tables.campaigns.status, 'refused')))
    .returning({ id: tables.campaigns.id });
  if (withdrawn.length > 0) await removeAssets(ctx, { campaignId: order.campaignId });
}
