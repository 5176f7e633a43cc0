import { BacklotError, comeBackWithinMs, normaliseEmail } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { theOne } from '../rows.ts';
import { runningSubscription } from './running-subscription.ts';

/**
 * Begins the end of an account: signed out everywhere at once, what is published comes down, and after 14 days all is
 * erased unless the member signs in and keeps it. Asking twice asks once.
 * BAD_INPUT unless the member's own address was typed; SUBSCRIPTION_RUNNING while a subscription goes on being charged.
 * @param input.endSubscription has that subscription ended at once, for good
 */
export async function requestDeletion(
  ctx: MemberCtx,
  input: { email: string; endSubscription: boolean },
): Promise<{ eraseAt: string }> {
  const { memberId, email, language } = ctx.actor;
  if (normaliseEmail(input.email) !== email) throw new BacklotError('BAD_INPUT', { fields: ['email'] });
  return inTransaction(ctx, async (ctx) => {
    const member = theOne(
      await ctx.tx.select().from(tables.members).where(eq(tables.members.id, memberId)).for('update'),
    );
    if (member.eraseAt) return { eraseAt: member.eraseAt.toISOString() };
    // One that was cancelled may run out by itself.
    const running = await runningSubscription(ctx, memberId);
    if (running && !input.endSubscription) throw new BacklotError('SUBSCRIPTION_RUNNING');
    if (running)
      await ctx.queue.enqueue(ctx.tx, 'subscription.end', {
        memberId,
        subscriptionId: running.subscriptionId,
      });
    const eraseAt = new Date(ctx.now().getTime() + comeBackWithinMs);
    await ctx.tx.update(tables.members).set({ eraseAt }).where(eq(tables.members.id, memberId));
    await ctx.tx.delete(tables.sessions).where(eq(tables.sessions.memberId, memberId));
    await ctx.tx
      .delete(tables.signInLinks)
      .where(and(eq(tables.signInLinks.email, email), isNull(tables.signInLinks.usedAt)));
    await queueMail(ctx, {
      messageKey: `deletion-requested:${memberId}:${eraseAt.getTime()}`,
      recipient: email,
      language,
      template: 'deletion_requested',
      data: { eraseAt: eraseAt.toISOString(), endedPlan: running?.plan ?? null },
    });
    return { eraseAt: eraseAt.toISOString() };
  });
}
