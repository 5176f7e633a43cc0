import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { sha256Hex } from '../hashes.ts';
import { memberOfAddress } from './member-of-address.ts';
import { linkIdOf } from './sign-in-token.ts';

/**
 * Uses up a sign-in link and answers whose it is; a first sign-in makes the member.
 * LINK_INVALID for a forged, used or expired link, and in any browser but the one that asked.
 */
export async function useSignInLink(
  ctx: Ctx,
  input: { token: string; browserKey: string },
): Promise<{ memberId: string; returnTo: string }> {
  const linkId = linkIdOf(input.token, ctx.settings.linkSecret);
  if (linkId === null) throw new BacklotError('LINK_INVALID');
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const [link] = await ctx.tx
      .update(tables.signInLinks)
      .set({ usedAt: now })
      .where(
        and(
          eq(tables.signInLinks.id, linkId),
          eq(tables.signInLinks.browserHash, sha256Hex(input.browserKey)),
          isNull(tables.signInLinks.usedAt),
          gt(tables.signInLinks.expiresAt, now),
        ),
      )
      .returning();
    if (!link) throw new BacklotError('LINK_INVALID');
    const { memberId } = await memberOfAddress(ctx, { ...link, name: null });
    return { memberId, returnTo: link.returnTo };
  });
}
