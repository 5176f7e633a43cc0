import { BacklotError, type VideoReport } from '@backlot/core';
import { type InboxPayload, tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { syncSubscription } from '../billing/sync-subscription.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { syncPayment } from '../orders/sync-payment.ts';
import { hearOfVideo } from '../video/hear.ts';
import { reportOf } from '../video/stored-report.ts';
import { deskOf, markHandled, oneMore } from './desk.ts';
import { forgetReport } from './forget-report.ts';

/**
 * Handles a message: finds what it is about, reads that from the vendor, and commits what follows together with
 * `handled_at`. A message is a hint; what it says of its object is not believed.
 */
export async function processMessage(ctx: Ctx, input: { messageId: string }): Promise<void> {
  const desk = deskOf(ctx.db);
  const message = await desk.find(input.messageId);
  if (!message) return;
  try {
    const subject = await subjectOf(ctx, message.payload);
    const alongside = ({ tx, now }: TxCtx) => markHandled(tx, [message.id], now());
    if (subject?.kind === 'generation')
      await hearOfVideo(ctx, {
        ...subject,
        alongside: async (ctx) => {
          await alongside(ctx);
          await forgetReport(ctx, message.id);
        },
      });
    else if (subject === null) await desk.markHandled({ messageId: message.id, handledAt: ctx.now() });
    else if (subject.kind === 'subscription') await syncSubscription(ctx, { ...subject, alongside });
    else await syncPayment(ctx, { ...subject, alongside });
  } catch (error) {
    const lastError = error instanceof BacklotError ? error.code : 'INTERNAL';
    await ctx.db
      .update(tables.inbox)
      .set({ lastError, tries: oneMore })
      .where(eq(tables.inbox.id, message.id));
    throw error;
  }
}

type Subject =
  | { kind: 'payment'; sessionId: string }
  | { kind: 'subscription'; customerId: string }
  | { kind: 'generation'; generationId: string; jobId: string | null; report: VideoReport | null };

/** What a message is about, and so what is read from the vendor; null when it is nothing of ours. */
async function subjectOf(ctx: Ctx, payload: InboxPayload): Promise<Subject | null> {
  const { objectKind, objectId, customerId = null, report = null, jobId = null } = payload;
  if (objectKind === 'generation')
    return { kind: 'generation', generationId: objectId, jobId, report: report && reportOf(report) };
  if (objectKind === 'subscription' || objectKind === 'invoice')
    return customerId === null ? null : { kind: 'subscription', customerId };
  // Who pays once is no customer, so that most sessions are known for what they are without a question.
  if (objectKind === 'checkout.session' && customerId !== null && (await isSubscribing(ctx, objectId)))
    return { kind: 'subscription', customerId };
  const sessionId = await sessionOf(ctx, payload);
  return sessionId === null ? null : { kind: 'payment', sessionId };
}

async function isSubscribing(ctx: Ctx, sessionId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ memberId: tables.subscriptions.memberId })
    .from(tables.subscriptions)
    .where(eq(tables.subscriptions.checkoutSessionId, sessionId));
  return rows.length > 0;
}

/** The checkout session that a message is about, by its own id or by its payment; null when it is not one of ours. */
async function sessionOf(ctx: Ctx, payload: InboxPayload): Promise<string | null> {
  if (payload.objectKind === 'checkout.session') return payload.objectId;
  if (payload.paymentIntentId === null) return null;
  const [payment] = await ctx.db
    .select({ sessionId: tables.payments.sessionId })
    .from(tables.payments)
    .where(eq(tables.payments.paymentIntentId, payload.paymentIntentId));
  return payment?.sessionId ?? ctx.ports.payments.findCheckoutByPaymentIntent(payload.paymentIntentId);
}
