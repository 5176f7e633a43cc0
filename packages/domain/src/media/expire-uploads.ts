import { campaignRules } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, lte } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { tellCampaign } from '../notices.ts';
import { owe } from '../orders/send-refund.ts';
import { expirePictures } from './expire-pictures.ts';
import { removeAssets } from './remove-assets.ts';

/**
 * Paid and never uploaded for 14 days: the upload ends, what came of it is cleared, and the whole amount goes back.
 * Each campaign is settled in a transaction of its own, so a run that dies has lost nothing.
 */
export async function expireUploads(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - campaignRules.refundWhenNotUploadedAfterMs);
  const due = await ctx.db
    .select({ order: tables.orders })
    .from(tables.orders)
    .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.orders.campaignId))
    .innerJoin(tables.assets, eq(tables.assets.id, tables.campaigns.filmAssetId))
    .where(
      and(
        eq(tables.orders.status, 'confirmed'),
        eq(tables.campaigns.status, 'ordered'),
        eq(tables.assets.state, 'awaiting_upload'),
        // A film that was asked for again after a review starts its own fourteen days.
        lte(tables.orders.confirmedAt, before),
        lte(tables.assets.createdAt, before),
      ),
    );
  for (const { order } of due) await expireOne(ctx, order);
  await expirePictures(ctx);
}

async function expireOne(ctx: Ctx, order: typeof tables.orders.$inferSelect): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const [campaign] = await ctx.tx
      .select()
      .from(tables.campaigns)
      .where(and(eq(tables.campaigns.id, order.campaignId), eq(tables.campaigns.status, 'ordered')))
      .for('update');
    if (!campaign?.filmAssetId) return;
    const [film] = await ctx.tx
      .select()
      .from(tables.assets)
      .where(and(eq(tables.assets.id, campaign.filmAssetId), eq(tables.assets.state, 'awaiting_upload')))
      .for('update');
    if (!film) return;
    await owe(ctx, { orderId: order.id, reason: 'never_uploaded', amountMinor: order.amountMinor });
    await removeAssets(ctx, { campaignId: campaign.id });
    await ctx.tx
      .update(tables.campaigns)
      .set({ status: 'withdrawn', updatedAt: ctx.now() })
      .where(eq(tables.campaigns.id, campaign.id));
    await tellCampaign(ctx, campaign);
  });
}
