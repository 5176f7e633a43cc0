import { BacklotError, pendingKey, successKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tellCampaign } from '../notices.ts';
import { theOne } from '../rows.ts';
import type { AssetRow } from './own-upload.ts';
import { removeAsset } from './remove-asset.ts';
import { sha256Of } from './verify-upload.ts';

/**
 * Moves an approved film, or its poster, from pending/ to success/: copy, verify every byte, write it down, then
 * delete. A run that died anywhere is repaired by the next; the old object goes only when the new one is written down.
 */
export async function promoteAsset(ctx: Ctx, input: { assetId: string }): Promise<void> {
  const [asset] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, input.assetId));
  if (!asset) return;
  const from = pendingKey(asset);
  const to = successKey(asset);
  if (asset.state === (asset.purpose === 'film' ? 'approved' : 'stored')) {
    await ctx.ports.objects.copy({ from, to, sizeBytes: asset.sizeBytes, contentType: asset.contentType });
    if ((await sha256Of(ctx.ports.objects, to)) !== asset.sha256)
      throw new BacklotError('INTERNAL', { step: 'copy' });
    await inTransaction(ctx, (ctx) => settle(ctx, asset, to));
  }
  const [now] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, asset.id));
  if (now?.state === 'published') await ctx.ports.objects.delete(from);
  await removeAsset(ctx, input);
}

async function settle(ctx: TxCtx, asset: AssetRow, key: string): Promise<void> {
  const now = ctx.now();
  const moved = await ctx.tx
    .update(tables.assets)
    .set({ key, state: 'published', updatedAt: now })
    .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, asset.state)))
    .returning({ id: tables.assets.id });
  if (moved.length === 0 || asset.purpose !== 'film' || asset.campaignId === null) return;
  const [campaign] = await ctx.tx
    .update(tables.campaigns)
    .set({ status: 'published', publishedAt: now, updatedAt: now })
    .where(and(eq(tables.campaigns.id, asset.campaignId), eq(tables.campaigns.filmAssetId, asset.id)))
    .returning();
  if (!campaign) return;
  const owner = theOne(
    await ctx.tx.select().from(tables.members).where(eq(tables.members.id, campaign.ownerId)),
  );
  await queueMail(ctx, {
    messageKey: `film-published:${asset.id}`,
    recipient: owner.email,
    language: owner.language,
    template: 'film_published',
    data: { campaignId: campaign.id, slug: campaign.slug, title: campaign.title ?? '' },
  });
  await tellCampaign(ctx, campaign);
}
