import { avatarPath, BacklotError } from '@backlot/core';
import { emailSchema, languageSchema, ownPathSchema } from '@backlot/core/schemas';
import { askSignInLink, beginGoogleSignIn, comeBack, useSignInLink } from '@backlot/domain';
import { z } from 'zod';
import { newBrowserKey, readBrowserKey } from '../browser-key.ts';
import { leaving, open, type RequestContext, router } from '../trpc.ts';

const asking = z.object({ language: languageSchema, returnTo: ownPathSchema.default('/campaigns') });

/** The key of the browser that asks; one that has none gets one with the answer. */
function browserKeyOf(ctx: RequestContext): string {
  const known = readBrowserKey(ctx.cookieHeader);
  if (known !== null) return known;
  const { key, setCookie } = newBrowserKey();
  ctx.setCookie(setCookie);
  return key;
}

export const authRouter = router({
  me: open.query(({ ctx }) => {
    const { actor } = ctx.domain;
    const { profile } = ctx.identity;
    if (actor.kind !== 'member' || profile === null) return null;
    return {
      memberId: actor.memberId,
      email: actor.email,
      language: actor.language,
      role: actor.role,
      displayName: profile.displayName,
      avatarUrl: profile.avatarAssetId && avatarPath(profile.avatarAssetId),
      /** When the account will be erased, while it can still be kept. */
      eraseAt: profile.eraseAt?.toISOString() ?? null,
    };
  }),

  /** By what else than a link one can sign in here. */
  ways: open.query(({ ctx }) => ({ google: ctx.domain.ports.google !== null })),

  askLink: open
    .meta({ limit: 'signIn' })
    .input(asking.extend({ email: emailSchema }))
    .mutation(async ({ ctx, input }) => {
      await askSignInLink(ctx.domain, { ...input, browserKey: browserKeyOf(ctx) });
      return { sent: true as const };
    }),

  beginGoogle: open
    .meta({ limit: 'signIn' })
    .input(asking)
    .mutation(({ ctx, input }) => beginGoogleSignIn(ctx.domain, { ...input, browserKey: browserKeyOf(ctx) })),

  useLink: open
    .meta({ limit: 'signIn' })
    .input(z.object({ token: z.string().min(1).max(200) }))
    .mutation(async ({ ctx, input }) => {
      const browserKey = readBrowserKey(ctx.cookieHeader);
      if (browserKey === null) throw new BacklotError('LINK_INVALID');
      const { memberId, returnTo } = await useSignInLink(ctx.domain, { ...input, browserKey });
      const { setCookie } = await ctx.sessions.open(memberId, ctx.userAgent);
      ctx.setCookie(setCookie);
      return { returnTo };
    }),

  comeBack: leaving.mutation(({ ctx }) => comeBack(ctx.domain)),

  signOut: leaving.mutation(async ({ ctx }) => {
    const { setCookie } = await ctx.sessions.close(ctx.identity.rawSessionId ?? '');
    ctx.setCookie(setCookie);
    return { signedOut: true as const };
  }),
});
