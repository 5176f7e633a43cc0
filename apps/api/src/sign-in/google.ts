import { BacklotError, describeError } from '@backlot/core';
import { finishGoogleSignIn } from '@backlot/domain';
import { Hono } from 'hono';
import type { AppParts } from '../app.ts';
import { readBrowserKey } from '../browser-key.ts';
import { publicError } from '../errors.ts';

/**
 * Where Google sends the browser back to. A person stands in front of it, so whatever goes wrong leads to the sign-in
 * page, which has words for the code.
 */
export function googleCallback(parts: Pick<AppParts, 'ctx' | 'sessions' | 'log' | 'door'>): Hono {
  return new Hono().get('/callback', async (c) => {
    c.header('Cache-Control', 'no-store');
    try {
      await parts.door.take(c, parts.ctx.actor, new Map([['signIn', 1]]));
      const browserKey = readBrowserKey(c.req.header('cookie') ?? null);
      if (browserKey === null) throw new BacklotError('GOOGLE_SIGN_IN_INVALID');
      const search = new URL(c.req.url).searchParams;
      const { memberId, returnTo } = await finishGoogleSignIn(parts.ctx, { search, browserKey });
      const { setCookie } = await parts.sessions.open(memberId, c.req.header('user-agent') ?? '');
      c.header('Set-Cookie', setCookie);
      return c.redirect(returnTo);
    } catch (error) {
      const { code, status } = publicError(error);
      if (status >= 500) parts.log.error({ code, error: describeError(error) }, 'sign-in by Google failed');
      return c.redirect(`/sign-in?problem=${code}`);
    }
  });
}
