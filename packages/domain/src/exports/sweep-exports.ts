import { exportPatienceMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, lte, or } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';

/** Exports whose days are over, and those that no worker made: they expire, and a job each clears the storage. */
export async function sweepExports(ctx: Ctx): Promise<void> {
  const { memberExports } = tables;
  const now = ctx.now();
  const tooOld = new Date(now.getTime() - exportPatienceMs);
  await inTransaction(ctx, async (ctx) => {
    const over = await ctx.tx
      .update(memberExports)
      .set({ state: 'expired' })
      .where(
        or(
          and(eq(memberExports.state, 'ready'), lte(memberExports.expiresAt, now)),
          and(eq(memberExports.state, 'asked'), lte(memberExports.createdAt, tooOld)),
        ),
      )
      .returning({ exportId: memberExports.id });
    await ctx.queue.enqueueAll(ctx.tx, 'export.remove', over);
  });
}
