import type { CheckoutSession } from '@backlot/core';
import { tables } from '@backlot/db';
import type { Ctx } from '../context.ts';

/** Writes down that a checkout session belongs to an attempt to pay an order; one that is known stays as it is. */
export async function keepSession(
  ctx: Ctx,
  attempt: { orderId: string; attempt: number },
  session: CheckoutSession,
): Promise<void> {
  await ctx.db
    .insert(tables.payments)
    .values({
      id: ctx.newId(),
      orderId: attempt.orderId,
      attempt: attempt.attempt,
      sessionId: session.sessionId,
      paymentIntentId: session.paymentIntentId,
      state: session.snapshot.session,
      expiresAt: session.expiresAt,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing();
}
