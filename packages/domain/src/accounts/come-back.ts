import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';

/** Keeps an account that was to be erased; everything is as it was. WRONG_STATE when its days are over. */
export async function comeBack(ctx: MemberCtx): Promise<void> {
  const { members } = tables;
  const kept = await ctx.db
    .update(members)
    .set({ eraseAt: null })
    .where(and(eq(members.id, ctx.actor.memberId), gt(members.eraseAt, ctx.now()), isNull(members.erasedAt)))
    .returning({ id: members.id });
  if (kept.length > 0) return;
  const [member] = await ctx.db.select().from(members).where(eq(members.id, ctx.actor.memberId));
  if (!member || member.eraseAt !== null) throw new BacklotError('WRONG_STATE');
}
