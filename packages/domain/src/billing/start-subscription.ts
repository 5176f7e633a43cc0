import { BacklotError, type BillingInterval, type PaidPlanName, subscriptionWay } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { theOne } from '../rows.ts';
import { openPortal } from './open-portal.ts';
import { becomeCustomer, ownSubscription, type SubscriptionRow } from './own-customer.ts';
import { syncSubscription } from './sync-subscription.ts';

type Choice = { plan: PaidPlanName; interval: BillingInterval };
type Attempt = Choice & { customerId: string; number: number; sessionId: string | null };

/**
 * Leads to where the member gets a plan: to the checkout, or to the portal when there is a subscription already, in
 * whatever state; a second one is never begun. However many clicks at once, one page stays open; choosing another plan
 * closes the page of the first.
 */
export async function startSubscription(
  ctx: MemberCtx,
  choice: Choice,
): Promise<{ to: 'checkout' | 'portal'; url: string }> {
  const { customerId } = await becomeCustomer(ctx);
  for (let tries = 1; tries <= 3; tries += 1) {
    // What is mirrored may be older than a payment in another tab.
    await syncSubscription(ctx, { customerId });
    if (wayOf(await ownSubscription(ctx)) === 'portal')
      return { to: 'portal', url: (await openPortal(ctx)).url };
    const url = await openPage(ctx, choice);
    if (url !== null) return { to: 'checkout', url };
  }
  throw new BacklotError('WRONG_STATE');
}

const wayOf = (row: SubscriptionRow | null) =>
  subscriptionWay(row === null || row.status === null ? null : { status: row.status });

/** The address of the one open page; null when it was paid or closed meanwhile, so that one looks again. */
async function openPage(ctx: MemberCtx, choice: Choice): Promise<string | null> {
  const { attempt, replaced } = await inTransaction(ctx, (txCtx) =>
    claimAttempt(txCtx, ctx.actor.memberId, choice),
  );
  if (replaced !== null) {
    await ctx.ports.payments.expireCheckout(replaced);
    // It may have been paid in the last moment.
    if ((await ctx.ports.billing.readCheckout(replaced)).state === 'complete') return null;
  }
  if (attempt.sessionId !== null) {
    const known = await ctx.ports.billing.readCheckout(attempt.sessionId);
    if (known.state === 'open') return known.url;
    await giveUpAttempt(ctx, attempt);
    return null;
  }
  const page = `${ctx.settings.publicUrl}/settings/billing`;
  const { memberId, language } = ctx.actor;
  const session = await ctx.ports.billing.openCheckout({
    // The language is part of what is asked: a key stands for one request only.
    idempotencyKey: `subscription:${memberId}:${attempt.number}:${language}`,
    customerId: attempt.customerId,
    memberId,
    plan: choice.plan,
    interval: choice.interval,
    language,
    successUrl: `${page}?subscribed=1`,
    cancelUrl: `${page}?left=1`,
  });
  if (await keepPage(ctx, attempt, session.sessionId)) return session.url;
  await ctx.ports.payments.expireCheckout(session.sessionId);
  return null;
}

/** One attempt a choice: the same choice goes on with the page there is, another begins anew. */
async function claimAttempt(
  ctx: TxCtx,
  memberId: string,
  choice: Choice,
): Promise<{ attempt: Attempt; replaced: string | null }> {
  const { subscriptions } = tables;
  const row = theOne(
    await ctx.tx.select().from(subscriptions).where(eq(subscriptions.memberId, memberId)).for('update'),
  );
  const { customerId, checkoutSessionId: sessionId } = row;
  const same =
    row.checkoutAttempt > 0 && row.checkoutPlan === choice.plan && row.checkoutInterval === choice.interval;
  if (same)
    return { attempt: { ...choice, customerId, number: row.checkoutAttempt, sessionId }, replaced: null };
  const number = row.checkoutAttempt + 1;
  await ctx.tx
    .update(subscriptions)
    .set({
      checkoutAttempt: number,
      checkoutPlan: choice.plan,
      checkoutInterval: choice.interval,
      checkoutSessionId: null,
      updatedAt: ctx.now(),
    })
    .where(eq(subscriptions.memberId, memberId));
  return { attempt: { ...choice, customerId, number, sessionId: null }, replaced: sessionId };
}

/** Writes down whose page it is; false when the attempt is over or has another page. */
async function keepPage(ctx: MemberCtx, attempt: Attempt, sessionId: string): Promise<boolean> {
  const { subscriptions } = tables;
  await ctx.db
    .update(subscriptions)
    .set({ checkoutSessionId: sessionId, updatedAt: ctx.now() })
    .where(
      and(
        eq(subscriptions.memberId, ctx.actor.memberId),
        eq(subscriptions.checkoutAttempt, attempt.number),
        isNull(subscriptions.checkoutSessionId),
      ),
    );
  return (await ownSubscription(ctx))?.checkoutSessionId === sessionId;
}

/** Its page is paid or closed: whoever chooses the same again begins a new attempt. */
async function giveUpAttempt(ctx: MemberCtx, attempt: Attempt): Promise<void> {
  const { subscriptions } = tables;
  await ctx.db
    .update(subscriptions)
    .set({ checkoutPlan: null, checkoutInterval: null, checkoutSessionId: null, updatedAt: ctx.now() })
    .where(
      and(eq(subscriptions.memberId, ctx.actor.memberId), eq(subscriptions.checkoutAttempt, attempt.number)),
    );
}
