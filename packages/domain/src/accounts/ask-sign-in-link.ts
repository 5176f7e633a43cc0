import { type Language, normaliseEmail, signInLinkLifetimeMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { type Ctx, inTransaction } from '../context.ts';
import { sha256Hex } from '../hashes.ts';
import { queueMail } from '../mail/queue-mail.ts';

/**
 * Sends a sign-in link to an address. Answers the same whether an account exists or not, so that nothing can be
 * probed; the account is made when the link is used.
 * @param input.browserKey the secret cookie of the browser that asks; only that browser can use the link
 * @param input.returnTo a path of ours to go on to
 */
export async function askSignInLink(
  ctx: Ctx,
  input: { email: string; language: Language; browserKey: string; returnTo: string },
): Promise<void> {
  const email = normaliseEmail(input.email);
  const linkId = ctx.newId();
  const now = ctx.now();
  await inTransaction(ctx, async (ctx) => {
    await ctx.tx.insert(tables.signInLinks).values({
      id: linkId,
      email,
      language: input.language,
      browserHash: sha256Hex(input.browserKey),
      returnTo: input.returnTo,
      createdAt: now,
      expiresAt: new Date(now.getTime() + signInLinkLifetimeMs),
    });
    await queueMail(ctx, {
      messageKey: `sign-in:${linkId}`,
      recipient: email,
      language: input.language,
      template: 'sign_in_link',
      data: { linkId },
    });
  });
}
