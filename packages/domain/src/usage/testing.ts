import type { Meter, UsageRecord } from '@backlot/core';
import { sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** A member that nothing else knows, by number. */
export const memberNumber = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const usageRecord = (key: string, changes: Partial<UsageRecord> = {}): UsageRecord => ({
  key,
  memberId: memberNumber(1),
  meter: 'text.micro_usd',
  quantity: 1n,
  happenedAt: new Date(),
  ...changes,
});

type TotalRow = { grain: string; startsAt: string; memberId: string; meter: Meter; quantity: string };

/** The totals as they stand, and as one `GROUP BY` over every record says they must be. */
export async function totalsAndTruth(ctx: Ctx): Promise<{ totals: TotalRow[]; truth: TotalRow[] }> {
  const columns = sql`grain, starts_at::text as "startsAt", member_id::text as "memberId", meter, quantity::text as quantity`;
  const totals = await ctx.db.execute<TotalRow>(sql`select ${columns} from usage_totals order by 1, 2, 3, 4`);
  const truth = await ctx.db.execute<TotalRow>(sql`
    select ${columns} from (
      select grain, date_trunc(grain, happened_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
      from usage_records cross join (values ('hour'), ('day'), ('month')) as period (grain)
      group by 1, 2, 3, 4
    ) as sums order by 1, 2, 3, 4`);
  return { totals: [...totals], truth: [...truth] };
}
