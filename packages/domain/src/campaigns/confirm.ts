import {
  BacklotError,
  type CampaignDraft,
  type CheckoutSession,
  campaignPrices,
  canTryAgain,
  completionCurrency,
  draftProblems,
  type FilmPromise,
  type Money,
  money,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { promiseFilm } from '../media/promise-film.ts';
import { tellCampaign } from '../notices.ts';
import { keepSession } from '../orders/keep-session.ts';
import { syncPayment } from '../orders/sync-payment.ts';
import { theOne } from '../rows.ts';
import { holdStorage } from '../usage/stored-bytes.ts';
import { type CampaignRow, lockOwnCampaign } from './owned.ts';

type Attempt = { orderId: string; attempt: number; amount: Money; productName: string };

/**
 * Confirms a campaign, or tries again to pay one whose payment failed or expired: makes the order first, then asks
 * the payment provider for a page to pay it on. However often and however many at once, an attempt has one order
 * and one page. DRAFT_INCOMPLETE with the fields that are missing; QUOTA_EXCEEDED when the
 * film has no room in the owner's storage; WRONG_STATE once it is paid.
 * @returns the address of the payment page
 */
export async function confirm(ctx: MemberCtx, input: { campaignId: string }): Promise<{ url: string }> {
  const first = await openPage(ctx, input.campaignId);
  // The page may have closed without our having heard of it; what we just read says so, and a new attempt follows.
  const session =
    first.url === null && first.snapshot.session === 'expired'
      ? await openPage(ctx, input.campaignId)
      : first;
  if (session.url === null) throw new BacklotError('WRONG_STATE', { status: session.snapshot.session });
  return { url: session.url };
}

async function openPage(ctx: MemberCtx, campaignId: string): Promise<CheckoutSession> {
  const attempt = await inTransaction(ctx, (txCtx) => claimAttempt(txCtx, ctx.actor.memberId, campaignId));
  const known = await sessionOf(ctx, attempt);
  if (known !== null) return rereadPage(ctx, known);
  const page = `${ctx.settings.publicUrl}/campaigns/${campaignId}`;
  const session = await ctx.ports.payments.openCheckout({
    idempotencyKey: `order:${attempt.orderId}:attempt:${attempt.attempt}`,
    orderId: attempt.orderId,
    productName: attempt.productName,
    amount: attempt.amount,
    email: ctx.actor.email,
    language: ctx.actor.language,
    successUrl: `${page}?paid=1`,
    cancelUrl: `${page}?left=1`,
  });
  await keepSession(ctx, attempt, session);
  return session;
}

async function sessionOf(ctx: MemberCtx, attempt: Attempt): Promise<string | null> {
  const [payment] = await ctx.db
    .select({ sessionId: tables.payments.sessionId })
    .from(tables.payments)
    .where(and(eq(tables.payments.orderId, attempt.orderId), eq(tables.payments.attempt, attempt.attempt)));
  return payment?.sessionId ?? null;
}

async function rereadPage(ctx: MemberCtx, sessionId: string): Promise<CheckoutSession> {
  const session = await ctx.ports.payments.readCheckout(sessionId);
  if (session.snapshot.session === 'open') return session;
  await syncPayment(ctx, { sessionId, alongside: async () => {} });
  return { ...session, url: null };
}

async function claimAttempt(ctx: TxCtx, memberId: string, campaignId: string): Promise<Attempt> {
  const campaign = await lockOwnCampaign(ctx, memberId, campaignId);
  if (campaign.status === 'draft') return makeOrder(ctx, campaign);
  const order = theOne(
    await ctx.tx.select().from(tables.orders).where(eq(tables.orders.campaignId, campaign.id)).for('update'),
  );
  const amount = money(order.amountMinor, order.currency);
  const attempt = { orderId: order.id, amount, productName: order.productName };
  if (order.status === 'pending') return { ...attempt, attempt: order.attempt };
  if (!canTryAgain(order.status)) throw new BacklotError('WRONG_STATE', { status: order.status });
  await ctx.tx
    .update(tables.orders)
    .set({ status: 'pending', attempt: order.attempt + 1, updatedAt: ctx.now() })
    .where(and(eq(tables.orders.id, order.id), eq(tables.orders.status, order.status)));
  // What was promised has its place in storage again, if there is one.
  await holdStorage(ctx, memberId, 0);
  await tellCampaign(ctx, campaign);
  return { ...attempt, attempt: order.attempt + 1 };
}

async function makeOrder(ctx: TxCtx, campaign: CampaignRow): Promise<Attempt> {
  const terms = completeDraft(campaign.draft);
  const now = ctx.now();
  const price = campaignPrices[campaign.kind];
  const orderId = ctx.newId();
  const { filmAssetId, posterAssetId } = await promiseFilm(ctx, campaign, terms.film, 'promised');
  await ctx.tx
    .update(tables.campaigns)
    .set({ ...terms.columns, status: 'ordered', filmAssetId, posterAssetId, orderedAt: now, updatedAt: now })
    .where(eq(tables.campaigns.id, campaign.id));
  await ctx.tx.insert(tables.orders).values({
    id: orderId,
    memberId: campaign.ownerId,
    campaignId: campaign.id,
    productName: terms.columns.title,
    amountMinor: price.amountMinor,
    currency: price.currency,
    createdAt: now,
    updatedAt: now,
  });
  await tellCampaign(ctx, campaign);
  return { orderId, attempt: 1, amount: price, productName: terms.columns.title };
}

function completeDraft(draft: CampaignDraft): { film: FilmPromise; columns: TermColumns } {
  // Nobody's payouts are active before sellers exist, so a completion costs nothing until then.
  const problems = draftProblems(draft, { payoutsActive: false });
  const { film, personName, title, completionsWanted, completionPriceMinor, language } = draft;
  if (
    problems.length > 0 ||
    !film ||
    !personName ||
    !title ||
    !language ||
    typeof completionsWanted !== 'number' ||
    typeof completionPriceMinor !== 'number'
  )
    throw new BacklotError('DRAFT_INCOMPLETE', {
      fields: problems.map(({ field, problem }) => `${field}:${problem}`),
    });
  return {
    film,
    columns: {
      personName: personName.trim(),
      title: title.trim(),
      brief: (draft.brief ?? '').trim(),
      language,
      completionsWanted,
      completionPriceMinor,
      completionCurrency,
    },
  };
}

type TermColumns = {
  personName: string;
  title: string;
  brief: string;
  language: 'en' | 'fr';
  completionsWanted: number;
  completionPriceMinor: number;
  completionCurrency: typeof completionCurrency;
};
