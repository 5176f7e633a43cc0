import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { MemberCtx, TxCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';

export type CampaignRow = typeof tables.campaigns.$inferSelect;

/** A campaign of the actor's own; NOT_FOUND for anybody else's, so that nothing can be probed. */
export async function ownCampaign(ctx: MemberCtx, campaignId: string): Promise<CampaignRow> {
  return oneOr404(
    await ctx.db
      .select()
      .from(tables.campaigns)
      .where(and(eq(tables.campaigns.id, campaignId), eq(tables.campaigns.ownerId, ctx.actor.memberId))),
  );
}

/** The same inside a transaction, locked until it ends: acts on one campaign take turns. */
export async function lockOwnCampaign(
  ctx: TxCtx,
  memberId: string,
  campaignId: string,
): Promise<CampaignRow> {
  return oneOr404(
    await ctx.tx
      .select()
      .from(tables.campaigns)
      .where(and(eq(tables.campaigns.id, campaignId), eq(tables.campaigns.ownerId, memberId)))
      .for('update'),
  );
}
