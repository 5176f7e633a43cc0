import { BacklotError, canMove } from '@backlot/core';
import { tables, type Verdict } from '@backlot/db';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { audit } from '../audit.ts';
import { inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tellCampaign, tellModerators } from '../notices.ts';
import { oneOr404, oneOrLost, theOne } from '../rows.ts';

type ReviewRow = typeof tables.reviews.$inferSelect;

/**
 * Decides on a film that the moderator holds. CLAIM_LOST when the claim ran out or is another's, WRONG_STATE when
 * the verdict does not fit (an appeal ends in approval or rejection only).
 * @param input.reason what the owner reads; asked for unless the film is approved
 */
export async function decide(
  ctx: MemberCtx,
  input: { reviewId: string; verdict: Verdict; reason: string | null },
): Promise<void> {
  if (input.verdict !== 'approved' && !input.reason?.trim())
    throw new BacklotError('BAD_INPUT', { field: 'reason' });
  await inTransaction(ctx, async (txCtx) => {
    const review = await closeReview(txCtx, ctx.actor.memberId, input);
    const campaign = oneOr404(
      await txCtx.tx
        .select()
        .from(tables.campaigns)
        .where(eq(tables.campaigns.id, review.campaignId))
        .for('update'),
    );
    if (campaign.ownerId === ctx.actor.memberId) throw new BacklotError('OWN_FILM');
    const asset = theOne(
      await txCtx.tx.select().from(tables.assets).where(eq(tables.assets.id, review.assetId)).for('update'),
    );
    if (!canMove(asset.state, input.verdict)) throw new BacklotError('WRONG_STATE', { status: asset.state });
    const now = ctx.now();
    await txCtx.tx
      .update(tables.assets)
      .set({ state: input.verdict, decidedAt: now, updatedAt: now })
      .where(eq(tables.assets.id, asset.id));
    await audit(txCtx, {
      actorId: ctx.actor.memberId,
      act: `film.${input.verdict}`,
      subjectKind: 'asset',
      subjectId: asset.id,
      before: { state: asset.state },
      after: { state: input.verdict, reason: input.reason },
    });
    await follow(txCtx, campaign, review, input);
    await tellCampaign(txCtx, campaign);
    await tellModerators(txCtx);
  });
}

async function closeReview(
  ctx: TxCtx,
  memberId: string,
  input: { reviewId: string; verdict: Verdict; reason: string | null },
): Promise<ReviewRow> {
  const now = ctx.now();
  const [closed] = await ctx.tx
    .update(tables.reviews)
    .set({
      verdict: input.verdict,
      reason: input.reason?.trim() || null,
      decidedBy: memberId,
      decidedAt: now,
    })
    .where(
      and(
        eq(tables.reviews.id, input.reviewId),
        isNull(tables.reviews.decidedAt),
        eq(tables.reviews.claimedBy, memberId),
        gt(tables.reviews.claimedUntil, now),
      ),
    )
    .returning();
  if (closed) return closed;
  const review = oneOr404(
    await ctx.tx.select().from(tables.reviews).where(eq(tables.reviews.id, input.reviewId)),
  );
  throw review.decidedAt === null
    ? new BacklotError('CLAIM_LOST')
    : new BacklotError('WRONG_STATE', { status: review.verdict ?? 'decided' });
}

/** What a verdict sets in motion. */
async function follow(
  ctx: TxCtx,
  campaign: typeof tables.campaigns.$inferSelect,
  review: ReviewRow,
  input: { verdict: Verdict; reason: string | null },
): Promise<void> {
  if (input.verdict === 'approved') {
    await setCampaignStatus(ctx, campaign.id, 'ordered');
    await ctx.queue.enqueue(ctx.tx, 'asset.promote', { assetId: review.assetId });
    if (campaign.posterAssetId)
      await ctx.queue.enqueue(ctx.tx, 'asset.promote', { assetId: campaign.posterAssetId });
    return;
  }
  if (input.verdict === 'rejected') await setCampaignStatus(ctx, campaign.id, 'refused');
  const owner = theOne(
    await ctx.tx.select().from(tables.members).where(eq(tables.members.id, campaign.ownerId)),
  );
  await queueMail(ctx, {
    messageKey: `review:${review.id}`,
    recipient: owner.email,
    language: owner.language,
    template: input.verdict === 'rejected' ? 'film_rejected' : 'film_changes_requested',
    data: { campaignId: campaign.id, title: campaign.title ?? '', reason: input.reason?.trim() ?? '' },
  });
}

async function setCampaignStatus(
  ctx: TxCtx,
  campaignId: string,
  status: 'ordered' | 'refused',
): Promise<void> {
  oneOrLost(
    await ctx.tx
      .update(tables.campaigns)
      .set({ status, updatedAt: ctx.now() })
      .where(eq(tables.campaigns.id, campaignId))
      .returning({ id: tables.campaigns.id }),
  );
}
