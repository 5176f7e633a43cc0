import { normaliseEmail, type Role } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { audit } from '../audit.ts';
import { type Ctx, inTransaction } from '../context.ts';
import { theOne } from '../rows.ts';

/**
 * Gives an address a role, making the member if there is none yet. Only the installation itself may do this
 * (its seed and its operator's command line), so the actor is `system`.
 */
export async function grantRole(
  ctx: Ctx,
  input: { email: string; displayName: string; role: Role; language: 'en' | 'fr' },
): Promise<{ memberId: string }> {
  const email = normaliseEmail(input.email);
  return inTransaction(ctx, async (ctx) => {
    await ctx.tx
      .insert(tables.members)
      .values({
        id: ctx.newId(),
        email,
        displayName: input.displayName,
        language: input.language,
        role: 'member',
        createdAt: ctx.now(),
      })
      .onConflictDoNothing({ target: tables.members.email });
    const before = theOne(
      await ctx.tx.select().from(tables.members).where(eq(tables.members.email, email)).for('update'),
    );
    if (before.role !== input.role) {
      await ctx.tx.update(tables.members).set({ role: input.role }).where(eq(tables.members.id, before.id));
      await audit(ctx, {
        actorId: before.id,
        act: 'role.granted',
        subjectKind: 'member',
        subjectId: before.id,
        before: { role: before.role },
        after: { role: input.role },
      });
    }
    return { memberId: before.id };
  });
}
