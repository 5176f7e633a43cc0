import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { sha256Hex } from '../hashes.ts';
import { googleReturnUrl, googleSecrets, signInIdOf } from './google-secrets.ts';
import { memberOfAddress } from './member-of-address.ts';

/**
 * Uses up a sign-in by Google and answers whose it is. The verified address alone says so: whoever signs in by a link to
 * the same address is the same member.
 * GOOGLE_SIGN_IN_INVALID for a forged, used or expired state, in any browser but the one that began, and for a token
 * that does not fit; GOOGLE_DENIED when the person said no; EMAIL_NOT_VERIFIED; PROVIDER_UNAVAILABLE.
 * @param input.search the query with which Google sent the browser back
 */
export async function finishGoogleSignIn(
  ctx: Ctx,
  input: { search: URLSearchParams; browserKey: string },
): Promise<{ memberId: string; returnTo: string }> {
  if (!ctx.ports.google) throw new BacklotError('NOT_FOUND');
  const signIn = await useUp(ctx, input);
  const denied = input.search.get('error');
  if (denied !== null)
    throw new BacklotError(denied === 'access_denied' ? 'GOOGLE_DENIED' : 'GOOGLE_SIGN_IN_INVALID');
  const identity = await ctx.ports.google.finish({
    ...googleSecrets(signIn.id, ctx.settings.linkSecret),
    returnedUrl: `${googleReturnUrl(ctx)}?${input.search}`,
  });
  if (!identity.emailVerified) throw new BacklotError('EMAIL_NOT_VERIFIED');
  const { email, name } = identity;
  const { memberId } = await inTransaction(ctx, (ctx) =>
    memberOfAddress(ctx, { email, name, language: signIn.language }),
  );
  return { memberId, returnTo: signIn.returnTo };
}

/** Before Google is asked, so that of two that come with the same state at once only one goes on. */
async function useUp(ctx: Ctx, input: { search: URLSearchParams; browserKey: string }) {
  const id = signInIdOf(input.search.get('state') ?? '', ctx.settings.linkSecret);
  if (id === null) throw new BacklotError('GOOGLE_SIGN_IN_INVALID');
  const now = ctx.now();
  const [signIn] = await ctx.db
    .update(tables.googleSignIns)
    .set({ usedAt: now })
    .where(
      and(
        eq(tables.googleSignIns.id, id),
        eq(tables.googleSignIns.browserHash, sha256Hex(input.browserKey)),
        isNull(tables.googleSignIns.usedAt),
        gt(tables.googleSignIns.expiresAt, now),
      ),
    )
    .returning();
  if (!signIn) throw new BacklotError('GOOGLE_SIGN_IN_INVALID');
  return signIn;
}
