import type { CampaignDraft } from '@backlot/core';
import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { lockOwnCampaign } from './owned.ts';

/** Keeps what was typed, field by field; what is not in `changes` stays. WRONG_STATE once it was confirmed. */
export async function saveDraft(
  ctx: MemberCtx,
  input: { campaignId: string; changes: CampaignDraft },
): Promise<{ savedAt: string }> {
  return inTransaction(ctx, async (txCtx) => {
    const campaign = await lockOwnCampaign(txCtx, ctx.actor.memberId, input.campaignId);
    if (campaign.status !== 'draft') throw new BacklotError('WRONG_STATE', { status: campaign.status });
    const now = ctx.now();
    await txCtx.tx
      .update(tables.campaigns)
      .set({ draft: { ...campaign.draft, ...input.changes }, updatedAt: now })
      .where(eq(tables.campaigns.id, campaign.id));
    return { savedAt: now.toISOString() };
  });
}
