import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { answerApi, type Exchange, formOf, rawFormOf } from './answer.ts';
import type { Control } from './control.ts';
import { controlRoutes } from './control-routes.ts';
import { Fault } from './errors.ts';
import { portalPages } from './pages/portal-routes.ts';
import { payPages } from './pages/routes.ts';
import type { World } from './world.ts';

const LARGEST_BODY_BYTES = 1024 * 1024;

/** The API under /v1, the pages under /pay and /portal, the control under /_control. */
export function makeApp(
  world: World,
  control: Control,
  secretKey: string,
  onExchange: (exchange: Exchange) => void,
): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: LARGEST_BODY_BYTES }));
  app.onError((error, c) => {
    if (error instanceof Fault) return Response.json({ error: error.body }, { status: error.status });
    if (error instanceof SyntaxError) return c.json({ error: { message: 'The body is no JSON' } }, 400);
    console.error(error);
    return c.json({ error: { type: 'api_error', message: 'The stand-in failed.' } }, 500);
  });
  app.all('/v1/*', async (c) => {
    const url = new URL(c.req.url);
    const body = await c.req.text();
    const { method } = c.req;
    const request = { method, path: url.pathname, query: url.search.slice(1), body };
    const answer = answerApi(world, secretKey, { ...request, headers: c.req.raw.headers });
    const { status, json, headers } = answer;
    const form = formOf(request);
    onExchange({ method, path: url.pathname, form, rawForm: rawFormOf(request), status, json });
    return Response.json(json, { status, headers });
  });
  app.route('/pay', payPages(world));
  app.route('/portal', portalPages(world));
  app.route('/_control', controlRoutes(control));
  app.notFound((c) => c.json({ error: { type: 'invalid_request_error', message: 'Not here' } }, 404));
  return app;
}
