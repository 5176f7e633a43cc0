import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';

/** The name that others see. */
export async function setDisplayName(ctx: MemberCtx, input: { displayName: string }): Promise<void> {
  await ctx.db
    .update(tables.members)
    .set({ displayName: input.displayName })
    .where(eq(tables.members.id, ctx.actor.memberId));
}
