import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { theOne } from '../rows.ts';

export type SubscriptionRow = typeof tables.subscriptions.$inferSelect;

/** What is mirrored of the member's subscription; null before the member was a customer. */
export async function ownSubscription(ctx: MemberCtx): Promise<SubscriptionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(tables.subscriptions)
    .where(eq(tables.subscriptions.memberId, ctx.actor.memberId));
  return row ?? null;
}

/** Makes the member a customer of the payment provider, once. */
export async function becomeCustomer(ctx: MemberCtx): Promise<SubscriptionRow> {
  const known = await ownSubscription(ctx);
  if (known) return known;
  const { memberId, email } = ctx.actor;
  const customerId = await ctx.ports.billing.openCustomer({
    idempotencyKey: `customer:${memberId}`,
    memberId,
    email,
  });
  const now = ctx.now();
  await ctx.db
    .insert(tables.subscriptions)
    .values({ memberId, customerId, createdAt: now, updatedAt: now })
    .onConflictDoNothing();
  const rows = await ctx.db
    .select()
    .from(tables.subscriptions)
    .where(eq(tables.subscriptions.memberId, memberId));
  return theOne(rows);
}
