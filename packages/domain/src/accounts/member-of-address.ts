import { type Language, normaliseEmail } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { theOne } from '../rows.ts';

/**
 * The member behind an address that was proved to be theirs, however it was proved; a first sign-in makes the member.
 * @param proved.name shown to others, when it is known; the address up to the @ otherwise
 */
export async function memberOfAddress(
  ctx: TxCtx,
  proved: { email: string; name: string | null; language: Language },
): Promise<{ memberId: string }> {
  const email = normaliseEmail(proved.email);
  await ctx.tx
    .insert(tables.members)
    .values({
      id: ctx.newId(),
      email,
      displayName: proved.name ?? email.split('@')[0] ?? email,
      language: proved.language,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing({ target: tables.members.email });
  const member = theOne(
    await ctx.tx
      .select({ id: tables.members.id })
      .from(tables.members)
      .where(eq(tables.members.email, email)),
  );
  return { memberId: member.id };
}
