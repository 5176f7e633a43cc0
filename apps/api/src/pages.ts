import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/**
 * The built single-page application. Files under assets/ carry a hash in their name and never change; every path
 * that is no file gets the page, which knows its own routes.
 */
export async function builtPages(webDist: string): Promise<Hono> {
  const page = await readFile(join(webDist, 'index.html'), 'utf8');
  const sendPage = (headers: Headers) => {
    headers.set('Cache-Control', 'no-cache');
    headers.set('Content-Type', 'text/html; charset=utf-8');
    return new Response(page, { headers });
  };
  return new Hono()
    .get('/', () => sendPage(new Headers()))
    .get('/index.html', () => sendPage(new Headers()))
    .use(
      '/*',
      serveStatic({
        root: webDist,
        precompressed: true,
        onFound: (path, c) => {
          const hashed = path.includes('/assets/');
          c.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      }),
    )
    .get('/assets/*', (c) => c.notFound())
    .get('/*', () => sendPage(new Headers()));
}
