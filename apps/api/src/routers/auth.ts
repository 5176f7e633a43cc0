import { BacklotError } from '@backlot/core';
import { emailSchema, languageSchema, ownPathSchema } from '@backlot/core/schemas';
import { askSignInLink, useSignInLink } from '@backlot/domain';
import { z } from 'zod';
import { newBrowserKey, readBrowserKey } from '../browser-key.ts';
import { member, open, router } from '../trpc.ts';

export const authRouter = router({
  me: open.query(({ ctx }) => {
    const { actor } = ctx.domain;
    if (actor.kind !== 'member') return null;
    return { memberId: actor.memberId, email: actor.email, language: actor.language, role: actor.role };
  }),

  askLink: open
    .input(
      z.object({
        email: emailSchema,
        language: languageSchema,
        returnTo: ownPathSchema.default('/campaigns'),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const known = readBrowserKey(ctx.cookieHeader);
      const fresh = known === null ? newBrowserKey() : null;
      const browserKey = known ?? fresh?.key ?? '';
      await askSignInLink(ctx.domain, { ...input, browserKey });
      if (fresh) ctx.setCookie(fresh.setCookie);
      return { sent: true as const };
    }),

  useLink: open.input(z.object({ token: z.string().min(1).max(200) })).mutation(async ({ ctx, input }) => {
    const browserKey = readBrowserKey(ctx.cookieHeader);
    if (browserKey === null) throw new BacklotError('LINK_INVALID');
    const { memberId, returnTo } = await useSignInLink(ctx.domain, { ...input, browserKey });
    const { setCookie } = await ctx.sessions.open(memberId, ctx.userAgent);
    ctx.setCookie(setCookie);
    return { returnTo };
  }),

  signOut: member.mutation(async ({ ctx }) => {
    const { setCookie } = await ctx.sessions.close(ctx.identity.rawSessionId ?? '');
    ctx.setCookie(setCookie);
    return { signedOut: true as const };
  }),
});
