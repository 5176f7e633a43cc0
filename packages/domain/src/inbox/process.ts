import { BacklotError } from '@backlot/core';
import { type Executor, type InboxPayload, tables } from '@backlot/db';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';
import { syncPayment } from '../orders/sync-payment.ts';

/**
 * Handles a message: finds what it is about, reads that from the vendor, and commits what follows together with
 * `handled_at`. A message is a hint; what it says of its object is not believed.
 */
export async function processMessage(ctx: Ctx, input: { messageId: string }): Promise<void> {
  const [message] = await ctx.db
    .select()
    .from(tables.inbox)
    .where(and(eq(tables.inbox.id, input.messageId), isNull(tables.inbox.handledAt)));
  if (!message) return;
  try {
    const sessionId = await sessionOf(ctx, message.payload);
    if (sessionId === null) await markHandled(ctx.db, message.id, ctx.now());
    else {
      const alongside = ({ tx, now }: TxCtx) => markHandled(tx, message.id, now());
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

/** Counted when a try ends, so that it costs no commit of its own. */
const oneMore = sql`${tables.inbox.tries} + 1`;

async function markHandled(executor: Executor, messageId: string, handledAt: Date): Promise<void> {
  await executor
    .update(tables.inbox)
    .set({ handledAt, lastError: null, tries: oneMore })
    .where(and(eq(tables.inbox.id, messageId), isNull(tables.inbox.handledAt)));
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
