import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { type GoogleAccount, sentinelOf } from './accounts.ts';
import { type Authorization, type Client, fitsChallenge } from './authorize.ts';
import type { Keys } from './tokens.ts';

/** A code that was given out; it is worth one answer. */
export type Grant = { account: GoogleAccount; request: Authorization; expiresAtMs: number };

/** Redeems a code: client, one use, age, redirect address and PKCE verifier must all fit. */
export async function answerToken(
  c: Context,
  { client, keys, grants }: { client: Client; keys: Keys; grants: Map<string, Grant> },
): Promise<Response> {
  const body = new URLSearchParams(await c.req.text());
  if (!isClient(c, body, client)) return c.json({ error: 'invalid_client' }, 401);
  if (body.get('grant_type') !== 'authorization_code')
    return c.json({ error: 'unsupported_grant_type' }, 400);
  const code = body.get('code') ?? '';
  const grant = grants.get(code);
  grants.delete(code);
  const fits =
    grant !== undefined &&
    grant.expiresAtMs > Date.now() &&
    grant.request.redirectUri === body.get('redirect_uri') &&
    fitsChallenge(body.get('code_verifier') ?? '', grant.request.codeChallenge);
  if (!fits) return c.json({ error: 'invalid_grant', error_description: 'Bad Request' }, 400);
  if (sentinelOf(grant.account.email) === 'unavailable')
    return c.json({ error: 'temporarily_unavailable' }, 503);
  c.header('cache-control', 'no-store');
  return c.json({
    access_token: `ya29.${crypto.randomUUID()}`,
    expires_in: 3_599,
    scope:
      'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile',
    token_type: 'Bearer',
    id_token: await keys.sign(grant.account, grant.request),
  });
}

function isClient(c: Context, body: URLSearchParams, client: Client): boolean {
  const basic = /^Basic (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [body.get('client_id'), body.get('client_secret')];
  return id === client.clientId && same(secret ?? '', client.clientSecret);
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
