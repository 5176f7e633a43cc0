import type { QuotaName } from '@backlot/core';
import { tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import type { TxCtx } from './context.ts';

/** What a browser is told. A notice says what changed, never how it stands: the page reads that again. */
export type Notice =
  | { kind: 'campaign_changed'; campaignId: string }
  | { kind: 'upload_changed'; assetId: string; campaignId: string | null }
  | { kind: 'profile_changed' }
  | { kind: 'plan_changed' }
  | { kind: 'quota_reached'; quota: QuotaName; percent: number }
  /** `bytes`: only how much of it is copied. */
  | { kind: 'video_changed'; videoId: string; only?: 'bytes' }
  | { kind: 'queue_changed' };

/** Whose browsers hear it. */
export type Audience = `member:${string}` | 'moderators';

/** The channel of LISTEN/NOTIFY on which new notices are announced, as `{audience} {id}`. */
export const noticeChannel = 'backlot_notices';

/**
 * Writes a notice that is heard when the transaction commits.
 * The lock makes the ids of one audience grow in the order of commits, so that a reader that goes on after an id
 * misses none. Call it last: whoever tells the same audience waits for this transaction. Who tells several tells members
 * first, in the order of their ids, and moderators at the end: two transactions that took them crosswise would lock each
 * other out.
 */
export async function tell(ctx: TxCtx, audience: Audience, notice: Notice): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${audience}, 0))`);
  const rows = await ctx.tx
    .insert(tables.notices)
    .values({ audience, notice, createdAt: ctx.now() })
    .returning({ id: tables.notices.id });
  await ctx.tx.execute(sql`select pg_notify(${noticeChannel}, ${`${audience} ${rows[0]?.id}`})`);
}

/** Tells the owner of a campaign that it changed. */
export const tellCampaign = (ctx: TxCtx, campaign: { id: string; ownerId: string }): Promise<void> =>
  tell(ctx, `member:${campaign.ownerId}`, { kind: 'campaign_changed', campaignId: campaign.id });

export const tellModerators = (ctx: TxCtx): Promise<void> =>
  tell(ctx, 'moderators', { kind: 'queue_changed' });
