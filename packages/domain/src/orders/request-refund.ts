import { BacklotError, type Money, money } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { lockOwnCampaign, ownCampaign } from '../campaigns/owned.ts';
import { inTransaction, type MemberCtx } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { tellCampaign } from '../notices.ts';
import { theOne } from '../rows.ts';
import { owe } from './send-refund.ts';

/**
 * Gives the whole amount back on request, before the film's upload has begun. The right to upload ends at once.
 * WRONG_STATE when it is not paid, or when storage has a part of the film already.
 */
export async function requestRefund(
  ctx: MemberCtx,
  input: { campaignId: string },
): Promise<{ refund: Money }> {
  await refuseWhenBegun(ctx, input.campaignId);
  return inTransaction(ctx, async (txCtx) => {
    const campaign = await lockOwnCampaign(txCtx, ctx.actor.memberId, input.campaignId);
    const [order] = await txCtx.tx
      .select()
      .from(tables.orders)
      .where(eq(tables.orders.campaignId, campaign.id))
      .for('update');
    if (order?.status !== 'confirmed' || campaign.filmAssetId === null || campaign.status !== 'ordered')
      throw new BacklotError('WRONG_STATE', { status: order?.status ?? campaign.status });
    const film = theOne(
      await txCtx.tx.select().from(tables.assets).where(eq(tables.assets.id, campaign.filmAssetId)),
    );
    if (film.state !== 'awaiting_upload') throw new BacklotError('WRONG_STATE', { status: film.state });
    await owe(txCtx, { orderId: order.id, reason: 'on_request', amountMinor: order.amountMinor });
    await removeAssets(txCtx, { campaignId: campaign.id });
    await txCtx.tx
      .update(tables.campaigns)
      .set({ status: 'withdrawn', updatedAt: ctx.now() })
      .where(eq(tables.campaigns.id, campaign.id));
    await tellCampaign(txCtx, campaign);
    return { refund: money(order.amountMinor, order.currency) };
  });
}

async function refuseWhenBegun(ctx: MemberCtx, campaignId: string): Promise<void> {
  const campaign = await ownCampaign(ctx, campaignId);
  if (campaign.filmAssetId === null) throw new BacklotError('WRONG_STATE', { status: campaign.status });
  const [open] = await ctx.db
    .select({ multipartId: tables.uploads.multipartId, key: tables.assets.key })
    .from(tables.uploads)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
    .where(and(eq(tables.uploads.assetId, campaign.filmAssetId), eq(tables.uploads.state, 'open')));
  if (!open?.multipartId) return;
  const parts = await ctx.ports.objects.listParts({ key: open.key, multipartId: open.multipartId });
  if (parts.length > 0) throw new BacklotError('WRONG_STATE', { status: 'uploading' });
}
