import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { grantUpload } from '../media/grant-upload.ts';

/**
 * What a confirmed payment means, in the transaction that writes it: the film and its poster may be uploaded.
 * Happens once an order, guarded by `confirmed_at`.
 */
export async function orderConfirmed(ctx: TxCtx, order: { id: string; campaignId: string }): Promise<void> {
  const now = ctx.now();
  const first = await ctx.tx
    .update(tables.orders)
    .set({ confirmedAt: now })
    .where(and(eq(tables.orders.id, order.id), isNull(tables.orders.confirmedAt)))
    .returning({ id: tables.orders.id });
  if (first.length === 0) return;
  const promised = await ctx.tx
    .update(tables.assets)
    .set({ state: 'awaiting_upload', updatedAt: now })
    .where(and(eq(tables.assets.campaignId, order.campaignId), eq(tables.assets.state, 'promised')))
    .returning();
  for (const asset of promised) await grantUpload(ctx, asset);
}
