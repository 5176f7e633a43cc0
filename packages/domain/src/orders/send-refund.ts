import { BacklotError, money } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Ctx, TxCtx } from '../context.ts';
import { theOne } from '../rows.ts';

type RefundReason = 'never_uploaded' | 'rejected' | 'on_request';

/** Writes that money goes back, once for each reason, with the job that sends it. */
export async function owe(
  ctx: TxCtx,
  refund: { orderId: string; reason: RefundReason; amountMinor: number },
): Promise<void> {
  const id = ctx.newId();
  const rows = await ctx.tx
    .insert(tables.refunds)
    .values({ id, ...refund, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ id: tables.refunds.id });
  if (rows.length > 0) await ctx.queue.enqueue(ctx.tx, 'refund.send', { refundId: id });
}

/**
 * Asks the payment provider to give an owed amount back. The key comes from the row, so that a second run asks for
 * the same refund; that it happened is learnt from the provider's message, as for any other refund.
 */
export async function sendRefund(ctx: Ctx, input: { refundId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ refund: tables.refunds, order: tables.orders })
    .from(tables.refunds)
    .innerJoin(tables.orders, eq(tables.orders.id, tables.refunds.orderId))
    .where(eq(tables.refunds.id, input.refundId));
  if (!row || row.refund.sentAt !== null) return;
  const paid = theOne(
    await ctx.db
      .select()
      .from(tables.payments)
      .where(and(eq(tables.payments.orderId, row.order.id), isNotNull(tables.payments.paymentIntentId)))
      .orderBy(desc(tables.payments.attempt))
      .limit(1),
  );
  if (paid.paymentIntentId === null) throw new BacklotError('INTERNAL');
  await ctx.ports.payments.refund({
    idempotencyKey: `refund:${row.refund.id}`,
    paymentIntentId: paid.paymentIntentId,
    amount: money(row.refund.amountMinor, row.order.currency),
  });
  await ctx.db.update(tables.refunds).set({ sentAt: ctx.now() }).where(eq(tables.refunds.id, row.refund.id));
}
