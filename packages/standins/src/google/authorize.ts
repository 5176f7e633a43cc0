import { createHash } from 'node:crypto';

/** A sound request to sign somebody in. */
export type Authorization = {
  clientId: string;
  redirectUri: string;
  state: string | undefined;
  nonce: string | undefined;
  codeChallenge: string;
};

export type Client = { clientId: string; clientSecret: string; redirectUris: readonly string[] };

/**
 * Reads an authorization request as strictly as Google does, and with PKCE as a duty.
 * @returns the request, or why it is shown an error page instead of being sent back
 */
export function readAuthorization(
  query: URLSearchParams,
  client: Client,
): { ok: true; request: Authorization } | { ok: false; error: string } {
  const one = (name: string) => query.get(name) ?? undefined;
  const redirectUri = one('redirect_uri') ?? '';
  const codeChallenge = one('code_challenge') ?? '';
  const faults: [boolean, string][] = [
    [one('client_id') !== client.clientId, 'invalid_client: no such client'],
    [!client.redirectUris.includes(redirectUri), 'redirect_uri_mismatch'],
    [one('response_type') !== 'code', 'unsupported_response_type'],
    [!(one('scope') ?? '').split(' ').includes('openid'), 'invalid_scope: openid is missing'],
    [one('code_challenge_method') !== 'S256', 'invalid_request: code_challenge_method must be S256'],
    [!/^[\w-]{43}$/.test(codeChallenge), 'invalid_request: code_challenge is missing'],
  ];
  const found = faults.find(([wrong]) => wrong);
  if (found) return { ok: false, error: found[1] };
  return {
    ok: true,
    request: {
      clientId: client.clientId,
      redirectUri,
      state: one('state'),
      nonce: one('nonce'),
      codeChallenge,
    },
  };
}

/** The address that the browser goes back to. */
export function backTo(request: Authorization, answer: Record<string, string>): string {
  const address = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
  if (request.state !== undefined) address.searchParams.set('state', request.state);
  return address.href;
}

/** RFC 7636, 4.6. */
export const fitsChallenge = (verifier: string, challenge: string): boolean =>
  createHash('sha256').update(verifier).digest('base64url') === challenge;
