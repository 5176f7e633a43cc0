import { createHmac } from 'node:crypto';
import type { SignInSecrets } from '@backlot/core';
import type { Ctx } from '../context.ts';
import { idOfToken, tokenOf } from './sign-in-token.ts';

/** What ties one sign-in by Google together, derived from its id: nothing of it is stored, and nobody else can make it. */
export function googleSecrets(signInId: string, secret: string): SignInSecrets {
  const derived = (purpose: string) =>
    createHmac('sha256', secret).update(`${purpose}:${signInId}`).digest('base64url');
  return {
    state: tokenOf('google-state', signInId, secret),
    nonce: derived('google-nonce'),
    codeVerifier: derived('google-verifier'),
  };
}

/** The sign-in that a state names, or null when it is not one of ours. */
export const signInIdOf = (state: string, secret: string): string | null =>
  idOfToken('google-state', state, secret);

/** Where Google sends the browser back to; the same address is registered there. */
export const googleReturnUrl = (ctx: Pick<Ctx, 'settings'>): string =>
  `${ctx.settings.publicUrl}/api/auth/google/callback`;
