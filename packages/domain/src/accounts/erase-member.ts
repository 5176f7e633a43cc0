import { campaignRules, erasedEmail, money, share } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, isNull, lte, ne } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { owe } from '../orders/send-refund.ts';
import { cancelGenerationsOf } from '../video/cancel.ts';
import { eraseVideos } from '../video/keep.ts';
import { runningSubscription } from './running-subscription.ts';

type MemberRow = typeof tables.members.$inferSelect;
type CampaignRow = typeof tables.campaigns.$inferSelect;

/**
 * Erases a member: name, address, pictures, films, drafts, mails, sessions and notices go; orders, payments and refunds
 * stay with their ids and amounts, for the books, and point at a row that says nothing of anybody. Money that is owed
 * for a film that was never uploaded, or was rejected, goes back. Nothing happens the second time, or to who came back.
 * A subscription that runs, paid on a page that was still open, is ended first: a later run erases who is no longer charged.
 */
export async function eraseMember(ctx: TxCtx, memberId: string): Promise<void> {
  const { members } = tables;
  const [member] = await ctx.tx
    .select()
    .from(members)
    .where(and(eq(members.id, memberId), lte(members.eraseAt, ctx.now()), isNull(members.erasedAt)))
    .for('update');
  if (!member) return;
  const running = await runningSubscription(ctx, memberId);
  if (running) {
    const { subscriptionId } = running;
    return ctx.queue.enqueue(ctx.tx, 'subscription.end', { memberId, subscriptionId });
  }
  await eraseCampaigns(ctx, memberId);
  await cancelGenerationsOf(ctx, memberId);
  await eraseVideos(ctx, memberId);
  await eraseAssets(ctx, memberId);
  await eraseExports(ctx, memberId);
  await eraseTraces(ctx, member);
  await ctx.tx
    .update(members)
    .set({
      email: erasedEmail(memberId),
      displayName: '',
      role: 'member',
      avatarAssetId: null,
      erasedAt: ctx.now(),
    })
    .where(eq(members.id, memberId));
}

async function eraseCampaigns(ctx: TxCtx, memberId: string): Promise<void> {
  const campaigns = await ctx.tx
    .select()
    .from(tables.campaigns)
    .where(eq(tables.campaigns.ownerId, memberId))
    .orderBy(tables.campaigns.id)
    .for('update');
  for (const campaign of campaigns) await giveBack(ctx, campaign);
  if (campaigns.length === 0) return;
  await ctx.tx
    .update(tables.campaigns)
    .set({
      status: 'withdrawn',
      draft: {},
      personName: null,
      title: null,
      brief: null,
      updatedAt: ctx.now(),
    })
    .where(eq(tables.campaigns.ownerId, memberId));
  await ctx.tx
    .update(tables.reviews)
    .set({ appealText: null, reason: null })
    .where(
      inArray(
        tables.reviews.campaignId,
        campaigns.map(({ id }) => id),
      ),
    );
  // What was ordered is named after the campaign.
  await ctx.tx.update(tables.orders).set({ productName: '' }).where(eq(tables.orders.memberId, memberId));
}

/** What the scheduled jobs would have given back later, had the film stayed. */
async function giveBack(ctx: TxCtx, campaign: CampaignRow): Promise<void> {
  const [order] = await ctx.tx
    .select()
    .from(tables.orders)
    .where(and(eq(tables.orders.campaignId, campaign.id), eq(tables.orders.status, 'confirmed')))
    .for('update');
  if (!order || campaign.filmAssetId === null) return;
  const [film] = await ctx.tx
    .select({ state: tables.assets.state })
    .from(tables.assets)
    .where(eq(tables.assets.id, campaign.filmAssetId));
  const orderId = order.id;
  if (film?.state === 'awaiting_upload')
    await owe(ctx, { orderId, reason: 'never_uploaded', amountMinor: order.amountMinor });
  if (film?.state === 'rejected') {
    const whole = money(order.amountMinor, order.currency);
    const { amountMinor } = share(whole, campaignRules.refundRejectedCampaignPercent);
    await owe(ctx, { orderId, reason: 'rejected', amountMinor });
  }
}

async function eraseAssets(ctx: TxCtx, memberId: string): Promise<void> {
  const own = await ctx.tx
    .select({ id: tables.assets.id })
    .from(tables.assets)
    .where(and(eq(tables.assets.memberId, memberId), ne(tables.assets.state, 'removed')));
  await removeAssets(ctx, { assetIds: own.map(({ id }) => id) });
  await ctx.tx.update(tables.assets).set({ originalName: '' }).where(eq(tables.assets.memberId, memberId));
}

async function eraseExports(ctx: TxCtx, memberId: string): Promise<void> {
  const { memberExports } = tables;
  const expired = await ctx.tx
    .update(memberExports)
    .set({ state: 'expired' })
    .where(and(eq(memberExports.memberId, memberId), ne(memberExports.state, 'expired')))
    .returning({ exportId: memberExports.id });
  await ctx.queue.enqueueAll(ctx.tx, 'export.remove', expired);
}

/** Rows that are about the person alone. A mail whose row is gone is not sent any more. */
async function eraseTraces(ctx: TxCtx, { id, email }: MemberRow): Promise<void> {
  await ctx.tx.delete(tables.sessions).where(eq(tables.sessions.memberId, id));
  await ctx.tx.delete(tables.signInLinks).where(eq(tables.signInLinks.email, email));
  await ctx.tx.delete(tables.mails).where(eq(tables.mails.recipient, email));
  // What was counted stays counted, of nobody.
  await ctx.tx.update(tables.activities).set({ memberId: null }).where(eq(tables.activities.memberId, id));
  await ctx.tx.delete(tables.notices).where(eq(tables.notices.audience, `member:${id}`));
}
