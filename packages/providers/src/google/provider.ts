import { BacklotError, type ProviderIdentity, type SignInProvider } from '@backlot/core';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { GoogleConfig } from '../config.ts';
import { translate } from './errors.ts';

const timeoutSeconds = 10;

/**
 * Sign-in by Google: authorization code with PKCE. Where Google's pages and keys are is read from its own description,
 * once it is needed; a reading that failed is tried again by the next person.
 */
export function googleSignIn(config: GoogleConfig): SignInProvider {
  let described: Promise<Configuration> | null = null;
  const describe = (): Promise<Configuration> => {
    described ??= discover(config).catch(() => {
      described = null;
      throw new BacklotError('PROVIDER_UNAVAILABLE', { provider: 'google' });
    });
    return described;
  };
  return {
    async begin({ redirectUrl, state, nonce, codeVerifier, language }) {
      const address = buildAuthorizationUrl(await describe(), {
        redirect_uri: redirectUrl,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        // Who has several accounts chooses every time, rather than being signed in as the last one used.
        prompt: 'select_account',
        hl: language,
      });
      return address.href;
    },

    async finish({ returnedUrl, state, nonce, codeVerifier }) {
      const client = await describe();
      try {
        const tokens = await authorizationCodeGrant(client, new URL(returnedUrl), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        return identityOf(tokens.claims() ?? {});
      } catch (error) {
        throw translate(error);
      }
    },

    ping: async () => {
      await describe();
    },
  };
}

function discover({ issuer, clientId, clientSecret }: GoogleConfig): Promise<Configuration> {
  return discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: timeoutSeconds,
    execute: [
      // By default the library trusts the connection alone; this checks every token's signature by Google's keys too.
      enableNonRepudiationChecks,
      ...(issuer.startsWith('http:') ? [allowInsecureRequests] : []),
    ],
  });
}

/** The claims that we read, of https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims. */
export function identityOf(claims: Readonly<Record<string, unknown>>): ProviderIdentity {
  const { email, email_verified: verified, name } = claims;
  if (typeof email !== 'string' || email === '') throw new BacklotError('GOOGLE_SIGN_IN_INVALID');
  return {
    email,
    emailVerified: verified === true,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
  };
}
