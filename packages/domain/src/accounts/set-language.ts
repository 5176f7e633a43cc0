import type { Language } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';

/** The language in which the member reads pages and mails. */
export async function setLanguage(ctx: MemberCtx, input: { language: Language }): Promise<void> {
  await ctx.db
    .update(tables.members)
    .set({ language: input.language })
    .where(eq(tables.members.id, ctx.actor.memberId));
}
