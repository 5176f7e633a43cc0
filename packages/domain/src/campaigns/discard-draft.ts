import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { ownCampaign } from './owned.ts';

/** Deletes a draft. WRONG_STATE once it was confirmed. */
export async function discardDraft(ctx: MemberCtx, input: { campaignId: string }): Promise<void> {
  const campaign = await ownCampaign(ctx, input.campaignId);
  const rows = await ctx.db
    .delete(tables.campaigns)
    .where(and(eq(tables.campaigns.id, campaign.id), eq(tables.campaigns.status, 'draft')))
    .returning({ id: tables.campaigns.id });
  if (rows.length === 0) throw new BacklotError('WRONG_STATE', { status: campaign.status });
}
