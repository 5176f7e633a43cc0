import { tables } from '@backlot/db';
import { and, isNull, lte } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { eraseMember } from './erase-member.ts';

/**
 * Erases every account whose days to come back are over. Each in a transaction of its own, which also holds the jobs
 * that clear the storage: a run that dies has erased some accounts whole and the others not at all.
 */
export async function eraseMembers(ctx: Ctx): Promise<void> {
  const { members } = tables;
  const due = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(and(lte(members.eraseAt, ctx.now()), isNull(members.erasedAt)));
  for (const { id } of due) await inTransaction(ctx, (ctx) => eraseMember(ctx, id));
}
