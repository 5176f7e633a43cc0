import { BacklotError, graceEndsAt, planInForce, type SubscriptionReading } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tell } from '../notices.ts';
import { readUntilSettled } from '../readings.ts';
import { theOne } from '../rows.ts';
import { checkQuotas } from '../usage/check-quotas.ts';

type Row = typeof tables.subscriptions.$inferSelect;
type Input = { customerId: string; alongside?(ctx: TxCtx): Promise<void> };

/**
 * Reads a customer's subscription from the payment provider and mirrors what it says. What caused the reading does not
 * matter, so neither do the order and the number of messages. Each reading takes a number before it asks, and settles
 * only above the highest number that has.
 * @param input.alongside runs in the transaction that settles, also when the customer is not ours
 */
export function syncSubscription(ctx: Ctx, input: Input): Promise<void> {
  return readUntilSettled(() => readAndSettle(ctx, input));
}

async function readAndSettle(ctx: Ctx, input: Input): Promise<void> {
  const claimed = await claimReading(ctx, input.customerId);
  const reading = claimed && (await ctx.ports.billing.readSubscription(input.customerId));
  await inTransaction(ctx, async (ctx) => {
    const before = claimed && (await settle(ctx, claimed, reading));
    await input.alongside?.(ctx);
    if (before && reading) await tellOfIt(ctx, before, reading);
  });
}

async function claimReading(ctx: Ctx, customerId: string): Promise<Row | null> {
  const [row] = await ctx.db
    .update(tables.subscriptions)
    .set({ readingSeq: sql`${tables.subscriptions.readingSeq} + 1` })
    .where(eq(tables.subscriptions.customerId, customerId))
    .returning();
  return row ?? null;
}

/** Writes what was read; answers the row as it stood before. */
async function settle(ctx: TxCtx, claimed: Row, reading: SubscriptionReading | null): Promise<Row> {
  const { subscriptions } = tables;
  const before = theOne(
    await ctx.tx
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.memberId, claimed.memberId))
      .for('update'),
  );
  if (claimed.readingSeq <= before.settledSeq) throw new BacklotError('SUPERSEDED');
  await ctx.tx
    .update(subscriptions)
    .set({ ...columnsOf(reading, ctx.now()), settledSeq: claimed.readingSeq, updatedAt: ctx.now() })
    .where(eq(subscriptions.memberId, claimed.memberId));
  const planNow = inForce(reading, ctx.now()) ? reading?.plan : null;
  if ((before.wasInForce ? before.plan : null) !== planNow) await checkQuotas(ctx, claimed.memberId);
  return before;
}

/** The mirrored columns; all of them are written at every reading, so that nothing of an earlier one remains. */
function columnsOf(reading: SubscriptionReading | null, now: Date) {
  return {
    subscriptionId: reading?.subscriptionId ?? null,
    status: reading?.status ?? null,
    plan: reading?.plan ?? null,
    interval: reading?.interval ?? null,
    periodStart: reading?.periodStart ?? null,
    periodEnd: reading?.periodEnd ?? null,
    cancelAt: reading?.cancelAt ?? null,
    endedAt: reading?.endedAt ?? null,
    pastDueSince: reading?.owed?.since ?? null,
    wasInForce: inForce(reading, now),
  };
}

const inForce = (reading: SubscriptionReading | null, now: Date): boolean =>
  reading !== null && planInForce({ ...reading, pastDueSince: reading.owed?.since ?? null }, now) !== 'FREE';

/** Mails, once a cause, and the notice to the member's browsers, which comes last. */
async function tellOfIt(ctx: TxCtx, before: Row, reading: SubscriptionReading): Promise<void> {
  const { memberId } = before;
  const [found] = await ctx.tx
    .select({
      recipient: tables.members.email,
      language: tables.members.language,
      eraseAt: tables.members.eraseAt,
    })
    .from(tables.members)
    .where(eq(tables.members.id, memberId));
  if (!found) return;
  const { eraseAt, ...member } = found;
  const { subscriptionId, plan, interval, owed } = reading;
  const holds = inForce(reading, ctx.now());
  const isNew = before.subscriptionId !== subscriptionId || !before.wasInForce;
  if (holds && isNew && plan && interval)
    await queueMail(ctx, {
      ...member,
      messageKey: `subscription-confirmed:${subscriptionId}`,
      template: 'subscription_confirmed',
      data: { plan, interval },
    });
  if (plan && owed)
    await queueMail(ctx, {
      ...member,
      messageKey: `payment-failed:${owed.invoiceId}`,
      template: 'payment_failed',
      data: { plan, keptUntil: graceEndsAt(owed.since).toISOString() },
    });
  // Who pauses a subscription knows it, and who leaves was told with that; neither is told that it has ended.
  if (before.wasInForce && !holds && reading.status !== 'paused' && eraseAt === null)
    await queueMail(ctx, {
      ...member,
      messageKey: `plan-ended:${subscriptionId}:${reading.periodEnd?.toISOString()}`,
      template: 'plan_ended',
      data: { plan: before.plan ?? 'FREE' },
    });
  if (hasChanged(before, reading)) await tell(ctx, `member:${memberId}`, { kind: 'plan_changed' });
}

function hasChanged(before: Row, reading: SubscriptionReading): boolean {
  const { owed, ...rest } = reading;
  const now = { ...rest, pastDueSince: owed?.since ?? null };
  return Object.entries(now).some(
    ([key, value]) => String(value) !== String(before[key as keyof typeof now]),
  );
}
