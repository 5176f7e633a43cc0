import { campaignRules, money, share } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, lte, sql } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { owe } from '../orders/send-refund.ts';

const appealsOf = sql<number>`(select count(*)::int from reviews r where r.asset_id = ${tables.assets.id} and r.kind = 'appeal')`;

/**
 * What follows a rejection in time: half of the price goes back when the appeal was refused or 14 days passed
 * without one, and the film is removed 30 days after the last decision. The film's row stays, for the books.
 */
export async function settleRejections(ctx: Ctx): Promise<void> {
  const now = ctx.now().getTime();
  const rejected = await ctx.db
    .select({ asset: tables.assets, order: tables.orders, appeals: appealsOf })
    .from(tables.assets)
    .innerJoin(tables.campaigns, eq(tables.campaigns.filmAssetId, tables.assets.id))
    .innerJoin(tables.orders, eq(tables.orders.campaignId, tables.campaigns.id))
    .where(and(eq(tables.assets.state, 'rejected'), lte(tables.assets.decidedAt, ctx.now())));
  for (const { asset, order, appeals } of rejected) {
    const since = now - (asset.decidedAt?.getTime() ?? now);
    const final = appeals > 0 || since > campaignRules.appealWithinMs;
    const remove = since > campaignRules.removeRejectedAfterMs;
    if (!final && !remove) continue;
    await inTransaction(ctx, async (ctx) => {
      const back = share(
        money(order.amountMinor, order.currency),
        campaignRules.refundRejectedCampaignPercent,
      );
      if (order.status === 'confirmed')
        await owe(ctx, { orderId: order.id, reason: 'rejected', amountMinor: back.amountMinor });
      if (remove) await removeAssets(ctx, { campaignId: order.campaignId });
    });
  }
}
