import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { STYLE } from './dev-page/layout.ts';
import { backTo, type Client, readAuthorization } from './google/authorize.ts';
import { chooserPage, refusalPage } from './google/pages.ts';
import { answerToken, type Grant } from './google/token-endpoint.ts';
import { makeKeys } from './google/tokens.ts';
import { listen } from './listen.ts';

export type GoogleOptions = Client & {
  /** A free one when absent. */
  port?: number;
};

export type GoogleStandIn = {
  /** The issuer, for the product's configuration. */
  url: string;
  port: number;
  /** Addresses that were chosen, newest last. */
  chosen(): readonly string[];
  stop(): Promise<void>;
};

/** Codes of Google live for minutes. */
const codeLifetimeMs = 10 * 60_000;

/**
 * Google's sign-in on loopback, as an OpenID provider: description, account chooser with a way to deny, token endpoint,
 * keys. Paths as at Google. Addresses with a sentinel before the @ (see `accounts.ts`) make it fail.
 */
export async function startGoogle(options: GoogleOptions): Promise<GoogleStandIn> {
  const grants = new Map<string, Grant>();
  const chosen: string[] = [];
  let url = '';
  const keys = await makeKeys(() => url);
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('content-security-policy', "default-src 'none'; style-src 'self'; base-uri 'none'");
    c.res.headers.set('referrer-policy', 'no-referrer');
  });
  app.get('/.well-known/openid-configuration', (c) => c.json(description(url)));
  app.get('/oauth2/v3/certs', (c) => c.json(keys.jwks));
  app.get('/o/oauth2/v2/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/o/oauth2/v2/auth', (c) => {
    const { search, searchParams } = new URL(c.req.url);
    const read = readAuthorization(searchParams, options);
    return read.ok ? c.html(chooserPage(search)) : c.html(refusalPage(read.error), 400);
  });
  app.post('/o/oauth2/v2/choose', async (c) => {
    const read = readAuthorization(new URL(c.req.url).searchParams, options);
    const { email, name } = await c.req.parseBody();
    if (!read.ok || typeof email !== 'string' || typeof name !== 'string')
      return c.html(refusalPage(read.ok ? 'invalid_request' : read.error), 400);
    const code = `4/${randomBytes(32).toString('base64url')}`;
    grants.set(code, {
      account: { email: email.trim(), name },
      request: read.request,
      expiresAtMs: Date.now() + codeLifetimeMs,
    });
    chosen.push(email);
    return c.redirect(backTo(read.request, { code, scope: 'email profile openid' }), 302);
  });
  app.post('/o/oauth2/v2/deny', (c) => {
    const read = readAuthorization(new URL(c.req.url).searchParams, options);
    if (!read.ok) return c.html(refusalPage(read.error), 400);
    return c.redirect(backTo(read.request, { error: 'access_denied' }), 302);
  });
  app.post('/token', (c) => answerToken(c, { client: options, keys, grants }));
  const server = await listen(app.fetch, options.port);
  url = `http://127.0.0.1:${server.port}`;
  return { url, port: server.port, chosen: () => chosen, stop: server.stop };
}

/** The fields of https://accounts.google.com/.well-known/openid-configuration that concern a sign-in. */
function description(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/o/oauth2/v2/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'sub'],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code'],
  };
}
