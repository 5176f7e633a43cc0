import { randomUUID } from 'node:crypto';
import { BacklotError, describeError } from '@backlot/core';
import type { Ctx } from '@backlot/domain';
import type { Logger } from '@backlot/providers';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Context, Hono } from 'hono';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { callsOf } from './calls.ts';
import { publicError } from './errors.ts';
import { health } from './health.ts';
import { publicImages } from './images.ts';
import { limitBody } from './limit-body.ts';
import { type Door, type HeaderPairs, headersOfError, refusedCalls } from './limits.ts';
import type { NoticeHub } from './notice-hub.ts';
import { originals } from './originals.ts';
import { builtPages } from './pages.ts';
import { appRouter } from './router.ts';
import { ownOriginOnly, securityHeaders } from './security.ts';
import type { Sessions } from './session.ts';
import { googleCallback } from './sign-in/google.ts';
import { stripeWebhook } from './webhooks/stripe.ts';
import { type VideoDoors, videoWebhooks } from './webhooks/video.ts';

export type AppParts = {
  /** A context whose actor is a visitor; each request puts its own in. */
  ctx: Ctx;
  sessions: Sessions;
  notices: NoticeHub;
  log: Logger;
  publicUrl: string;
  storageOrigin: string;
  webhookSecrets: { stripe: readonly string[] };
  videoDoors: VideoDoors;
  webDist: string | undefined;
  door: Door;
};

/** A request of ours is small: films go to storage, never through here. */
const bodyBytesMax = 256 * 1024;

/** All that answers HTTP. */
export async function buildApp(parts: AppParts): Promise<Hono> {
  const app = new Hono();
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  app.use(observe(parts.log, metrics));
  app.use(
    securityHeaders({ storageOrigin: parts.storageOrigin, https: parts.publicUrl.startsWith('https:') }),
  );
  app.onError((error, c) => {
    // Who calls by type reads errors in one shape, whoever refuses.
    if (error instanceof BacklotError && c.req.path.startsWith('/api/trpc/')) return refusedCalls(error);
    const { status, ...body } = publicError(error);
    if (status >= 500) parts.log.error({ code: body.code, error: describeError(error) }, 'request failed');
    for (const [name, value] of headersOfError(error)) c.header(name, value);
    return c.json({ error: body }, status as 400);
  });
  app.route('/', health(parts.ctx, metrics));
  app.use('/api/*', limitBody(bodyBytesMax));
  app.route('/api/webhooks/stripe', stripeWebhook(parts.ctx, parts.webhookSecrets.stripe, parts.door));
  app.route('/api/webhooks', videoWebhooks(parts.ctx, parts.videoDoors, parts.door));
  app.use('/api/trpc/*', ownOriginOnly(parts.publicUrl));
  app.all('/api/trpc/*', (c) => answerCall(parts, c));
  app.use('/api/images/*', parts.door.guard('calls'));
  app.route('/api/images', publicImages(parts.ctx));
  app.route('/api/auth/google', googleCallback(parts));
  app.use('/videos/:videoId/original', parts.door.guard('calls'));
  app.route('/videos', originals(parts));
  app.all('/api/*', parts.door.guard('calls'), () => {
    throw new BacklotError('NOT_FOUND');
  });
  if (parts.webDist) app.route('/', await builtPages(parts.webDist));
  return app;
}

/** A typed call: who asks is found once, and cookies that procedures set go out with the answer. */
async function answerCall(parts: AppParts, c: Context): Promise<Response> {
  const request = c.req.raw;
  const cookieHeader = request.headers.get('cookie');
  const identity = await parts.sessions.identify(cookieHeader);
  let limitHeaders: HeaderPairs;
  try {
    limitHeaders = await parts.door.take(c, identity.actor, callsOf(request.url));
  } catch (error) {
    if (error instanceof BacklotError) return refusedCalls(error);
    throw error;
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: ({ resHeaders }) => {
      const setCookie = (value: string) => resHeaders.append('Set-Cookie', value);
      if (identity.setCookie) setCookie(identity.setCookie);
      resHeaders.set('Cache-Control', 'no-store');
      for (const [name, value] of limitHeaders) resHeaders.set(name, value);
      return {
        domain: { ...parts.ctx, actor: identity.actor },
        sessions: parts.sessions,
        identity,
        notices: parts.notices,
        cookieHeader,
        userAgent: request.headers.get('user-agent') ?? '',
        setCookie,
      };
    },
    onError: ({ error, path }) => {
      const { code, status } = publicError(error);
      if (status >= 500) parts.log.error({ code, path, error: describeError(error.cause) }, 'call failed');
    },
  });
}

/** A path as a log may have it: the call-back addresses of video providers end in a token. */
const loggedPath = (path: string): string => path.replace(/^(\/api\/webhooks\/video\/[^/]+)\/.*$/, '$1/…');

/** Logs and counts each request by its path without query: a query may hold a token. */
function observe(log: Logger, metrics: Registry) {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method and status.',
    labelNames: ['method', 'status'],
    registers: [metrics],
  });
  return async (c: Context, next: () => Promise<void>) => {
    const requestId = randomUUID();
    const started = performance.now();
    c.header('X-Request-Id', requestId);
    await next();
    const durationMs = Math.round(performance.now() - started);
    seconds.observe({ method: c.req.method, status: c.res.status }, durationMs / 1_000);
    if (c.req.path.startsWith('/assets/') || c.req.path === '/readyz') return;
    const path = loggedPath(c.req.path);
    log.info({ requestId, method: c.req.method, path, status: c.res.status, durationMs }, 'request');
  };
}
