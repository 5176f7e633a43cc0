import type { SignInProvider, SignInSecrets } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';

/** A provider, and somebody who presses its buttons. */
export type SignInUnderTest = {
  provider: SignInProvider;
  /** The same, where nobody answers. */
  absent: SignInProvider;
  /** The same, with a secret that is not the client's. */
  withWrongSecret: SignInProvider;
  redirectUrl: string;
  /** Chooses the account with this address at the provider's page; answers where the browser is sent. */
  choose(url: string, email: string): Promise<string>;
  close(): Promise<void>;
};

const secretsOf = (letter: string): SignInSecrets => ({
  state: `${letter}state`.padEnd(43, letter),
  nonce: `${letter}nonce`.padEnd(43, letter),
  codeVerifier: `${letter}verifier`.padEnd(43, letter),
});

/** What domain relies on in any house that says who somebody is. */
export function signInContract(name: string, connect: () => Promise<SignInUnderTest>): void {
  describe(`the sign-in contract, ${name}`, () => {
    let under: SignInUnderTest;
    beforeAll(async () => {
      under = await connect();
    });
    afterAll(() => under.close());

    const mine = secretsOf('a');
    const begun = (secrets = mine, language: 'en' | 'fr' = 'fr') =>
      under.provider.begin({ ...secrets, redirectUrl: under.redirectUrl, language });
    const returned = async (secrets = mine) => under.choose(await begun(secrets), 'first@example.com');

    it('sends to a page of its own with all that ties the sign-in together, and no verifier', async () => {
      const { searchParams } = new URL(await begun());
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: 'code',
        redirect_uri: under.redirectUrl,
        state: mine.state,
        nonce: mine.nonce,
        code_challenge_method: 'S256',
        hl: 'fr',
      });
      expect(searchParams.toString()).not.toContain(mine.codeVerifier);
    });

    it('says who came back', async () => {
      expect(await under.provider.finish({ ...mine, returnedUrl: await returned() })).toEqual({
        email: 'first@example.com',
        emailVerified: true,
        name: 'First account',
      });
    });

    it('redeems an answer once', async () => {
      const returnedUrl = await returned();
      await under.provider.finish({ ...mine, returnedUrl });
      const again = under.provider.finish({ ...mine, returnedUrl });
      expect((await errorOf(again)).code).toBe('GOOGLE_SIGN_IN_INVALID');
    });

    it.each(['state', 'nonce', 'codeVerifier'] as const)('refuses another %s', async (part) => {
      const other = { ...mine, [part]: secretsOf('b')[part] };
      const finishing = under.provider.finish({ ...other, returnedUrl: await returned() });
      expect((await errorOf(finishing)).code).toBe('GOOGLE_SIGN_IN_INVALID');
    });

    it('is refused with another secret, and tells nothing of the answer', async () => {
      const error = await errorOf(under.withWrongSecret.finish({ ...mine, returnedUrl: await returned() }));
      expect(error.code).toBe('GOOGLE_SIGN_IN_INVALID');
      expect(error.cause).toBeUndefined();
    });

    it('is unavailable where nobody answers, and is asked again the next time', async () => {
      const input = { ...mine, redirectUrl: under.redirectUrl, language: 'en' } as const;
      expect((await errorOf(under.absent.begin(input))).code).toBe('PROVIDER_UNAVAILABLE');
      expect((await errorOf(under.absent.ping())).code).toBe('PROVIDER_UNAVAILABLE');
      await under.provider.ping();
    });
  });
}
