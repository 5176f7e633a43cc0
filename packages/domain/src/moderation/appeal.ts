import { BacklotError, campaignRules } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { lockOwnCampaign } from '../campaigns/owned.ts';
import { inTransaction, type MemberCtx } from '../context.ts';
import { tellCampaign, tellModerators } from '../notices.ts';
import { theOne } from '../rows.ts';

/** Asks for another look at a rejected film: once, within 14 days, by a person. WRONG_STATE otherwise. */
export async function appeal(ctx: MemberCtx, input: { campaignId: string; text: string }): Promise<void> {
  await inTransaction(ctx, async (txCtx) => {
    const campaign = await lockOwnCampaign(txCtx, ctx.actor.memberId, input.campaignId);
    if (campaign.filmAssetId === null) throw new BacklotError('WRONG_STATE', { status: campaign.status });
    const asset = theOne(
      await txCtx.tx
        .select()
        .from(tables.assets)
        .where(eq(tables.assets.id, campaign.filmAssetId))
        .for('update'),
    );
    const earlier = await txCtx.tx
      .select({ id: tables.reviews.id })
      .from(tables.reviews)
      .where(and(eq(tables.reviews.assetId, asset.id), eq(tables.reviews.kind, 'appeal')));
    const now = ctx.now();
    const tooLate = now.getTime() > (asset.decidedAt?.getTime() ?? 0) + campaignRules.appealWithinMs;
    if (asset.state !== 'rejected' || earlier.length > 0 || tooLate)
      throw new BacklotError('WRONG_STATE', { status: asset.state });
    await txCtx.tx
      .update(tables.assets)
      .set({ state: 'appealed', updatedAt: now })
      .where(eq(tables.assets.id, asset.id));
    await txCtx.tx.insert(tables.reviews).values({
      id: ctx.newId(),
      assetId: asset.id,
      campaignId: campaign.id,
      kind: 'appeal',
      appealText: input.text.trim(),
      labels: [],
      createdAt: now,
    });
    await tellCampaign(txCtx, campaign);
    await tellModerators(txCtx);
  });
}
