import { alertPercents, type PlanName, periodOf, type QuotaName } from '@backlot/core';
import { tables } from '@backlot/db';
import { desc, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { quotasOf } from './quotas-of.ts';

export type NearLimit = {
  memberId: string;
  displayName: string;
  plan: PlanName;
  quota: QuotaName;
  used: number;
  limit: number;
};

/** As many members as a person reads. */
const membersMax = 100;

/** Members who were told in this month that they are near or over a limit, with how they stand now, the fullest first. */
export async function listNearLimits(ctx: Ctx): Promise<NearLimit[]> {
  const { quotaAlerts, members } = tables;
  const told = await ctx.db
    .selectDistinctOn([quotaAlerts.memberId], { memberId: quotaAlerts.memberId })
    .from(quotaAlerts)
    .where(eq(quotaAlerts.periodStart, periodOf('month', ctx.now()).startsAt))
    .orderBy(quotaAlerts.memberId, desc(quotaAlerts.createdAt))
    .limit(membersMax);
  if (told.length === 0) return [];
  const people = await ctx.db
    .select({ id: members.id, displayName: members.displayName })
    .from(members)
    .where(
      inArray(
        members.id,
        told.map(({ memberId }) => memberId),
      ),
    );
  const near: NearLimit[] = [];
  for (const { id, displayName } of people) {
    const { plan, quotas } = await quotasOf(ctx, id);
    for (const { quota, used, limit } of quotas)
      if (limit > 0 && used * 100 >= limit * alertPercents[0])
        near.push({ memberId: id, displayName, plan, quota, used, limit });
  }
  return near.toSorted((a, b) => b.used / b.limit - a.used / a.limit);
}
