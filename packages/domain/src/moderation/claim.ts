import { BacklotError, campaignRules } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { tellModerators } from '../notices.ts';
import { oneOr404 } from '../rows.ts';

/**
 * Takes an undecided film for 15 minutes, or holds on to it for 15 more. CLAIM_LOST while another moderator holds
 * it, OWN_FILM for a film of the moderator's own, WRONG_STATE when it was decided.
 */
export async function claim(ctx: MemberCtx, input: { reviewId: string }): Promise<{ claimedUntil: string }> {
  const now = ctx.now();
  const claimedUntil = new Date(now.getTime() + campaignRules.claimExpiresAfterMs);
  return inTransaction(ctx, async (txCtx) => {
    const { review, ownerId } = oneOr404(
      await txCtx.tx
        .select({ review: tables.reviews, ownerId: tables.campaigns.ownerId })
        .from(tables.reviews)
        .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.reviews.campaignId))
        .where(eq(tables.reviews.id, input.reviewId)),
    );
    if (ownerId === ctx.actor.memberId) throw new BacklotError('OWN_FILM');
    if (review.decidedAt !== null)
      throw new BacklotError('WRONG_STATE', { status: review.verdict ?? 'decided' });
    const claimed = await txCtx.tx
      .update(tables.reviews)
      .set({ claimedBy: ctx.actor.memberId, claimedUntil })
      .where(
        and(
          eq(tables.reviews.id, review.id),
          isNull(tables.reviews.decidedAt),
          or(
            isNull(tables.reviews.claimedBy),
            eq(tables.reviews.claimedBy, ctx.actor.memberId),
            lte(tables.reviews.claimedUntil, now),
          ),
        ),
      )
      .returning({ id: tables.reviews.id });
    if (claimed.length === 0) throw new BacklotError('CLAIM_LOST');
    await tellModerators(txCtx);
    return { claimedUntil: claimedUntil.toISOString() };
  });
}

/** Lets go of a film. Not holding it is fine. */
export async function release(ctx: MemberCtx, input: { reviewId: string }): Promise<void> {
  await inTransaction(ctx, async (txCtx) => {
    const released = await txCtx.tx
      .update(tables.reviews)
      .set({ claimedBy: null, claimedUntil: null })
      .where(
        and(
          eq(tables.reviews.id, input.reviewId),
          eq(tables.reviews.claimedBy, ctx.actor.memberId),
          isNull(tables.reviews.decidedAt),
        ),
      )
      .returning({ id: tables.reviews.id });
    if (released.length > 0) await tellModerators(txCtx);
  });
}
