import { type Language, normaliseEmail } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { theOne } from '../rows.ts';

/**
 * The member behind an address that was proved to be theirs, however it was proved; a first sign-in makes the member and
 * welcomes them.
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
      .select({ id: tables.members.id, language: tables.members.language })
      .from(tables.members)
      .where(eq(tables.members.email, email)),
  );
  // Once a member, by the mail's key: also one who was made by a role before the first sign-in is welcomed.
  await queueMail(ctx, {
    messageKey: `welcome:${member.id}`,
    recipient: email,
    language: member.language,
    template: 'welcome',
    data: {},
  });
  return { memberId: member.id };
}
