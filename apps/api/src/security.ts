import { BacklotError } from '@backlot/core';
import type { MiddlewareHandler } from 'hono';

/**
 * The headers of every answer. Scripts and styles come from us alone; films, posters and parts go to the storage's
 * origin, which is named because the browser talks to it directly.
 */
export function securityHeaders(options: { storageOrigin: string; https: boolean }): MiddlewareHandler {
  const storage = options.storageOrigin;
  const policy = [
    "default-src 'none'",
    // Films are hashed in the browser by WebAssembly; this allows its compilation, and no eval.
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "style-src 'self'",
    // Measures of floating parts are set as style attributes; style elements stay forbidden.
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' blob: data: ${storage}`,
    `media-src 'self' blob: ${storage}`,
    `connect-src 'self' ${storage}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return async (c, next) => {
    await next();
    const headers = c.res.headers;
    headers.set('Content-Security-Policy', policy);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('Referrer-Policy', 'no-referrer');
    headers.set('X-Frame-Options', 'DENY');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    headers.set('Permissions-Policy', 'camera=(self), microphone=(self), geolocation=()');
    if (options.https) headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
  };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every unsafe request must come from our own pages, whatever its content type: the Origin header is ours, exactly.
 * Browsers always send it with such requests; what lacks it is no page of ours.
 */
export function ownOriginOnly(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).origin;
  return async (c, next) => {
    if (!safeMethods.has(c.req.method) && c.req.header('origin') !== own)
      throw new BacklotError('ORIGIN_REFUSED');
    await next();
  };
}
