import { alertsReached, planThatHolds, type QuotaName } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tell } from '../notices.ts';
import { quotasOf } from './quotas-of.ts';

/**
 * Looks at the quotas of members whose use grew, and tells each who reached 80 % or 100 % of one: by mail and in the app, once
 * a period for each threshold. A member at a time, in one transaction: a run that dies goes on where it was.
 */
export async function raiseAlerts(ctx: Ctx): Promise<{ members: number }> {
  for (let members = 0; ; members += 1) {
    const found = await inTransaction(ctx, async (ctx) => {
      const [next] = await ctx.tx.execute<{ memberId: string }>(sql`
        delete from quota_checks where member_id = (
          select member_id from quota_checks limit 1 for update skip locked)
        returning member_id as "memberId"`);
      if (next) await alertMember(ctx, next.memberId);
      return next !== undefined;
    });
    if (!found) return { members };
  }
}

async function alertMember(ctx: TxCtx, memberId: string): Promise<void> {
  const { plan, period, quotas } = await quotasOf(ctx, memberId);
  const alerts: { quota: QuotaName; percent: number }[] = [];
  for (const { quota, used, limit } of quotas) {
    const reached = alertsReached(used, limit).map((percent) => ({
      ...{ periodStart: period.startsAt, memberId, quota, percent },
      createdAt: ctx.now(),
    }));
    if (reached.length === 0) continue;
    const fresh = await ctx.tx
      .insert(tables.quotaAlerts)
      .values(reached)
      .onConflictDoNothing()
      .returning({ percent: tables.quotaAlerts.percent });
    // Who passes both at once is told the one that counts.
    const highest = Math.max(...fresh.map(({ percent }) => percent));
    if (fresh.length > 0) alerts.push({ quota, percent: highest });
  }
  const [member] = await ctx.tx.select().from(tables.members).where(eq(tables.members.id, memberId));
  if (!member) return;
  for (const { quota, percent } of alerts) {
    const canUpgrade =
      planThatHolds(plan, quota, (quotas.find((one) => one.quota === quota)?.limit ?? 0) + 1) !== null;
    await queueMail(ctx, {
      messageKey: `quota:${memberId}:${quota}:${percent}:${period.startsAt.toISOString().slice(0, 7)}`,
      recipient: member.email,
      language: member.language,
      template: 'quota_reached',
      data: { quota, percent, canUpgrade },
    });
  }
  for (const { quota, percent } of alerts)
    await tell(ctx, `member:${memberId}`, { kind: 'quota_reached', quota, percent });
}
