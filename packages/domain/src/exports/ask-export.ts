import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { theOne } from '../rows.ts';
import { type ExportView, exportView } from './view-export.ts';

/** Has everything that is the member's put together. While one is being made, asking again asks for the same one. */
export async function askExport(ctx: MemberCtx): Promise<ExportView> {
  const { memberId } = ctx.actor;
  return inTransaction(ctx, async (ctx) => {
    const id = ctx.newId();
    const made = await ctx.tx
      .insert(tables.memberExports)
      .values({ id, memberId, state: 'asked', createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning();
    if (made[0]) {
      await ctx.queue.enqueue(ctx.tx, 'export.make', { exportId: id });
      return exportView(made[0]);
    }
    const { memberExports } = tables;
    const asked = await ctx.tx
      .select()
      .from(memberExports)
      .where(and(eq(memberExports.memberId, memberId), eq(memberExports.state, 'asked')));
    return exportView(theOne(asked));
  });
}
