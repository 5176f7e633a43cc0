import { BacklotError, type Language, signInLinkLifetimeMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { type Ctx, inTransaction } from '../context.ts';
import { sha256Hex } from '../hashes.ts';
import { googleReturnUrl, googleSecrets } from './google-secrets.ts';

/**
 * Begins a sign-in by Google; it can be finished once, within 15 minutes, in the browser that began.
 * NOT_FOUND where the installation does not offer it; PROVIDER_UNAVAILABLE when Google does not answer.
 * @param input.browserKey the secret cookie of the browser that begins
 * @param input.returnTo a path of ours to go on to
 * @returns the address at Google to send the browser to
 */
export async function beginGoogleSignIn(
  ctx: Ctx,
  input: { language: Language; browserKey: string; returnTo: string },
): Promise<{ url: string }> {
  if (!ctx.ports.google) throw new BacklotError('NOT_FOUND');
  const id = ctx.newId();
  const now = ctx.now();
  const url = await ctx.ports.google.begin({
    ...googleSecrets(id, ctx.settings.linkSecret),
    redirectUrl: googleReturnUrl(ctx),
    language: input.language,
  });
  await inTransaction(ctx, async (ctx) => {
    await ctx.tx.insert(tables.googleSignIns).values({
      id,
      browserHash: sha256Hex(input.browserKey),
      language: input.language,
      returnTo: input.returnTo,
      createdAt: now,
      expiresAt: new Date(now.getTime() + signInLinkLifetimeMs),
    });
  });
  return { url };
}
