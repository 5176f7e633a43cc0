import type { MiddlewareHandler } from 'hono';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses requests under a foreign name (a page of another site that points its name at this machine) and every POST that does
 * not come from these pages themselves.
 */
export function sameOriginOnly(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).host;
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (host !== own && !LOOPBACK.has(host.replace(/:\d+$/, ''))) return c.text('Unknown host.', 403);
    const safe = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!safe && hostOf(c.req.header('origin')) !== host)
      return c.text('Only forms of this page may do that.', 403);
    return next();
  };
}

function hostOf(origin: string | undefined): string | undefined {
  return origin && URL.canParse(origin) ? new URL(origin).host : undefined;
}
