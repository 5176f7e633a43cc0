import { sql } from 'drizzle-orm';
import type { Ctx } from './context.ts';

/** Whether the database answers and the queue's tables are there; throws when not. */
export const readiness = {
  database: async (ctx: Ctx): Promise<void> => {
    await ctx.db.execute(sql`select 1`);
  },
  queue: async (ctx: Ctx): Promise<void> => {
    await ctx.db.execute(sql`select 1 from pgboss.version limit 1`);
  },
};
