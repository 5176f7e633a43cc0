import { activityKeptMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** Forgets activities when their time is over. */
export async function purgeActivities(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(tables.activities)
    .where(lt(tables.activities.at, new Date(ctx.now().getTime() - activityKeptMs)));
}
