import { BacklotError, canReplace, type FilmPromise, isPaid } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, inArray } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { grantUpload } from '../media/grant-upload.ts';
import { promiseFilm } from '../media/promise-film.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { tellCampaign } from '../notices.ts';
import { theOne } from '../rows.ts';
import { lockOwnCampaign } from './owned.ts';

/**
 * Puts another film in the place of the one that was promised: until moderation begins, and again when changes were
 * requested. What was uploaded of the old one is cleared. WRONG_STATE otherwise.
 */
export async function replaceFilm(
  ctx: MemberCtx,
  input: { campaignId: string; film: FilmPromise },
): Promise<{ filmAssetId: string; posterAssetId: string | null }> {
  return inTransaction(ctx, async (txCtx) => {
    const campaign = await lockOwnCampaign(txCtx, ctx.actor.memberId, input.campaignId);
    if (campaign.status !== 'ordered' || campaign.filmAssetId === null)
      throw new BacklotError('WRONG_STATE', { status: campaign.status });
    const order = theOne(
      await txCtx.tx
        .select()
        .from(tables.orders)
        .where(eq(tables.orders.campaignId, campaign.id))
        .for('update'),
    );
    const old = theOne(
      await txCtx.tx
        .select()
        .from(tables.assets)
        .where(eq(tables.assets.id, campaign.filmAssetId))
        .for('update'),
    );
    if (!canReplace(old.state)) throw new BacklotError('WRONG_STATE', { status: old.state });
    const oldIds = [old.id, campaign.posterAssetId].filter((id) => id !== null);
    await removeAssets(txCtx, { campaignId: campaign.id, assetIds: oldIds });
    const paid = isPaid(order.status);
    const next = await promiseFilm(txCtx, campaign, input.film, paid ? 'awaiting_upload' : 'promised');
    await txCtx.tx
      .update(tables.campaigns)
      .set({ ...next, draft: { ...campaign.draft, film: input.film }, updatedAt: ctx.now() })
      .where(eq(tables.campaigns.id, campaign.id));
    if (paid) {
      const ids = [next.filmAssetId, next.posterAssetId].filter((id) => id !== null);
      const rows = await txCtx.tx.select().from(tables.assets).where(inArray(tables.assets.id, ids));
      for (const asset of rows) await grantUpload(txCtx, asset);
    }
    await tellCampaign(txCtx, campaign);
    return next;
  });
}
