import { BacklotError } from '@backlot/core';
import { type InboxPayload, tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';
import { syncPayment } from '../orders/sync-payment.ts';
import { deskOf, markHandled, oneMore } from './desk.ts';

/**
 * Handles a message: finds what it is about, reads that from the vendor, and commits what follows together with
 * `handled_at`. A message is a hint; what it says of its object is not believed.
 */
export async function processMessage(ctx: Ctx, input: { messageId: string }): Promise<void> {
  const desk = deskOf(ctx.db);
  const message = await desk.find(input.messageId);
  if (!message) return;
  try {
    const sessionId = await sessionOf(ctx, message.payload);
    if (sessionId === null) await desk.markHandled({ messageId: message.id, handledAt: ctx.now() });
    else {
      const alongside = ({ tx, now }: TxCtx) => markHandled(tx, [message.id], now());
      await syncPayment(ctx, { sessionId, alongside });
    }
  } catch (error) {
    const lastError = error instanceof BacklotError ? error.code : 'INTERNAL';
    await ctx.db
      .update(tables.inbox)
      .set({ lastError, tries: oneMore })
      .where(eq(tables.inbox.id, message.id));
    throw error;
  }
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
