import { freePort, startGoogle } from '@backlot/standins';
import { googleSignIn } from '../google/provider.ts';
import { type SignInUnderTest, signInContract } from './sign-in.ts';

async function connect(): Promise<SignInUnderTest> {
  const redirectUrl = 'http://localhost:4400/api/auth/google/callback';
  const client = { clientId: 'contract.apps.example', clientSecret: 'contract-secret' };
  const google = await startGoogle({ ...client, redirectUris: [redirectUrl] });
  const config = { ...client, issuer: google.url };
  return {
    provider: googleSignIn(config),
    absent: googleSignIn({ ...client, issuer: `http://127.0.0.1:${await freePort()}` }),
    withWrongSecret: googleSignIn({ ...config, clientSecret: 'another-secret' }),
    redirectUrl,
    choose: async (url, email) => {
      const response = await fetch(url.replace('/auth?', '/choose?'), {
        method: 'POST',
        body: new URLSearchParams({ email, name: 'First account' }),
        redirect: 'manual',
      });
      return response.headers.get('location') ?? '';
    },
    close: () => google.stop(),
  };
}

signInContract('Google with the stand-in', connect);
