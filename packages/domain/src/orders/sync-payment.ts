import {
  BacklotError,
  type CheckoutSession,
  isPaid,
  type OrderStatus,
  orderPath,
  orderStatusOf,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, inArray, sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { tellCampaign } from '../notices.ts';
import { readUntilSettled } from '../readings.ts';
import { theOne } from '../rows.ts';
import { keepSession } from './keep-session.ts';
import { orderConfirmed } from './order-confirmed.ts';
import { orderRefunded } from './order-refunded.ts';

type OrderRow = typeof tables.orders.$inferSelect;
type PaymentRow = typeof tables.payments.$inferSelect;

/**
 * Reads a checkout session from the payment provider and brings the order to what it says. What caused the reading
 * does not matter, so neither do the order and the number of messages.
 *
 * Each reading takes a number before it asks, and settles only above the highest number that has: an answer that was
 * overtaken on its way changes nothing, and is read again.
 * @param alongside runs in the transaction that settles, also when the session is not ours
 */
export function syncPayment(
  ctx: Ctx,
  input: { sessionId: string; alongside(ctx: TxCtx): Promise<void> },
): Promise<void> {
  return readUntilSettled(() => readAndSettle(ctx, input));
}

async function readAndSettle(
  ctx: Ctx,
  input: { sessionId: string; alongside(ctx: TxCtx): Promise<void> },
): Promise<void> {
  const claimed = await claimReading(ctx, input.sessionId);
  const session = await ctx.ports.payments.readCheckout(input.sessionId);
  // Its row is written now. What was read without a number settles nothing and is read again.
  if (claimed === null && (await adoptSession(ctx, session))) throw new BacklotError('SUPERSEDED');
  await inTransaction(ctx, async (ctx) => {
    if (claimed) await settle(ctx, claimed, session);
    await input.alongside(ctx);
  });
}

async function claimReading(ctx: Ctx, sessionId: string): Promise<PaymentRow | null> {
  const [payment] = await ctx.db
    .update(tables.payments)
    .set({ readingSeq: sql`${tables.payments.readingSeq} + 1` })
    .where(eq(tables.payments.sessionId, sessionId))
    .returning();
  return payment ?? null;
}

/**
 * A session that was opened by a process that died before it wrote it down belongs to its order all the same.
 * @returns false when it is not ours
 */
async function adoptSession(ctx: Ctx, session: CheckoutSession): Promise<boolean> {
  if (session.orderId === null) return false;
  const [order] = await ctx.db.select().from(tables.orders).where(eq(tables.orders.id, session.orderId));
  if (!order) return false;
  await keepSession(ctx, { orderId: order.id, attempt: order.attempt }, session);
  return true;
}

async function settle(ctx: TxCtx, claimed: PaymentRow, session: CheckoutSession): Promise<void> {
  const { campaign, order } = await lockOrder(ctx, claimed.orderId);
  const current = theOne(
    await ctx.tx.select().from(tables.payments).where(eq(tables.payments.id, claimed.id)),
  );
  if (claimed.readingSeq <= current.settledSeq) throw new BacklotError('SUPERSEDED');
  await ctx.tx
    .update(tables.payments)
    .set({
      state: session.snapshot.session,
      paymentIntentId: session.paymentIntentId,
      settledSeq: claimed.readingSeq,
    })
    .where(eq(tables.payments.id, claimed.id));

  const wanted = orderStatusOf(session.snapshot);
  const settled = await walk(ctx, order, claimed, wanted);
  const refundedMinor = Math.min(session.snapshot.refundedMinor, order.amountMinor);
  const refundedMore = isPaidAtAll(wanted) && refundedMinor !== order.refundedMinor;
  if (settled === order.status && !refundedMore) return;
  await ctx.tx
    .update(tables.orders)
    .set({ status: settled, ...(refundedMore ? { refundedMinor } : {}), updatedAt: ctx.now() })
    .where(eq(tables.orders.id, order.id));
  await tellCampaign(ctx, campaign);
}

/** Campaign first, then order: every verb takes these locks in this order. */
async function lockOrder(ctx: TxCtx, orderId: string) {
  const byOrder = ctx.tx
    .select({ id: tables.orders.campaignId })
    .from(tables.orders)
    .where(eq(tables.orders.id, orderId));
  const campaign = theOne(
    await ctx.tx.select().from(tables.campaigns).where(inArray(tables.campaigns.id, byOrder)).for('update'),
  );
  const order = theOne(
    await ctx.tx.select().from(tables.orders).where(eq(tables.orders.id, orderId)).for('update'),
  );
  return { campaign, order };
}

const isPaidAtAll = (status: OrderStatus): boolean => isPaid(status) || status === 'refunded';

/** Takes every step on the way to the wanted status and does what belongs to it; answers where it ended. */
async function walk(
  ctx: TxCtx,
  order: OrderRow,
  payment: PaymentRow,
  wanted: OrderStatus,
): Promise<OrderStatus> {
  // Only trying again makes a failed or expired order pending, and an earlier attempt's end is no news.
  if (wanted === 'pending') return order.status;
  if (!isPaidAtAll(wanted) && payment.attempt !== order.attempt) return order.status;
  const path = orderPath(order.status, wanted);
  if (path === null) return order.status;
  for (const step of path) {
    if (step === 'confirmed' && order.confirmedAt === null) await orderConfirmed(ctx, order);
    if (step === 'refunded') await orderRefunded(ctx, order);
  }
  return wanted;
}
