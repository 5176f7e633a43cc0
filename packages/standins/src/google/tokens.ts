import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type GoogleAccount, type Sentinel, sentinelOf } from './accounts.ts';

export type Keys = {
  /** What is published. */
  jwks: { keys: JWK[] };
  sign(account: GoogleAccount, request: { clientId: string; nonce: string | undefined }): Promise<string>;
};

const lifetimeSeconds = 3_600;

/** A signing key, published, and another one that is not. */
export async function makeKeys(issuer: () => string): Promise<Keys> {
  const [published, secret] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const kid = createHash('sha256')
    .update(JSON.stringify(await exportJWK(published.publicKey)))
    .digest('hex')
    .slice(0, 40);
  return {
    jwks: { keys: [{ ...(await exportJWK(published.publicKey)), kid, alg: 'RS256', use: 'sig' }] },
    async sign(account, { clientId, nonce }) {
      const sentinel = sentinelOf(account.email);
      const issuedAt = Math.floor(Date.now() / 1_000) - (sentinel === 'expired' ? 2 * lifetimeSeconds : 0);
      return new SignJWT(claimsOf(account, sentinel, nonce))
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(sentinel === 'other-issuer' ? 'https://issuer.example' : issuer())
        .setAudience(sentinel === 'other-audience' ? 'another-client.example' : clientId)
        .setSubject(subjectOf(account.email))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(sentinel === 'forged' ? secret.privateKey : published.privateKey);
    },
  };
}

function claimsOf(account: GoogleAccount, sentinel: Sentinel | null, nonce: string | undefined) {
  const given = sentinel === 'wrong-nonce' ? 'another-nonce' : nonce;
  return {
    ...(sentinel !== 'no-address' && {
      email: account.email,
      email_verified: sentinel !== 'unverified',
    }),
    name: account.name,
    ...(given !== undefined && { nonce: given }),
  };
}

/** Google's are 21 digits. */
const subjectOf = (email: string): string =>
  BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 16)}`)
    .toString()
    .padStart(21, '1');
