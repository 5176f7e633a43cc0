import { Hono } from 'hono';
import { outcomes, readBehaviour } from './behaviour.ts';
import { readMaker, type VideoControl } from './control.ts';

type Body = Record<string, unknown>;

const text = (body: Body, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text.`);
  return value;
};

const oneOf = <const T extends string>(value: unknown, name: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${name} must be one of ${allowed.join(', ')}.`);
  return found;
};

const ended = outcomes.filter((outcome) => outcome !== 'never');

const QUERIES: Record<string, (control: VideoControl, query: Record<string, string>) => unknown> = {
  jobs: (control) => control.jobs(),
  usual: (control) => control.usual(),
  wishes: (control) => control.wishes(),
  tellings: (control) => control.tellings(),
  requests: (control) => control.fileRequests(),
  files: (control, { job }) => control.filesOf(job ?? ''),
  facts: (control, { job, ordinal }) => control.factsOf(job ?? '', Number(ordinal ?? 0)),
  outage: (control) => ({ outage: control.outage() }),
};

const COMMANDS: Record<string, (control: VideoControl, body: Body) => unknown> = {
  usual: (control, body) => control.setUsual(readBehaviour(body)),
  next: (control, { times, maker, ...change }) =>
    control.next(readBehaviour(change), {
      ...(typeof times === 'number' && { times }),
      ...(maker !== undefined && { maker: readMaker(maker) }),
    }),
  end: (control, body) =>
    control.end(text(body, 'job'), oneOf(body.outcome ?? 'completed', 'outcome', ended)),
  change: (control, { job, ...change }) => control.change(text({ job }, 'job'), readBehaviour(change)),
  tell: (control, body) =>
    control.tell(
      text(body, 'job'),
      body.claim === undefined ? undefined : oneOf(body.claim, 'claim', ['processing', ...ended]),
    ),
  'take-away': (control, body) => control.takeAway(text(body, 'job')),
  'bring-back': (control, body) => control.bringBack(text(body, 'job')),
  outage: (control, body) => control.setOutage(oneOf(body.outage, 'outage', ['none', 'api', 'files', 'all'])),
  'rotate-keys': (control) => control.rotateFalKeys(),
  reset: (control) => control.reset(),
};

/** The control as JSON over HTTP: `GET /_control/{query}`, `POST /_control/{command}`. */
export function videoControlRoutes(control: VideoControl): Hono {
  const routes = new Hono();
  routes.onError((error, c) => c.json({ error: error.message }, 400));
  routes.get('/:name', (c) => {
    const name = c.req.param('name');
    const query = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
    return query ? c.json(query(control, c.req.query()) as object) : c.json({ error: 'unknown query' }, 404);
  });
  routes.post('/:name', async (c) => {
    const name = c.req.param('name');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) return c.json({ error: 'unknown command' }, 404);
    // JSON by its content type only, so that no form of another page can steer this.
    if (!c.req.header('content-type')?.startsWith('application/json'))
      throw new Error('The body must be JSON.');
    return c.json((command(control, (await c.req.json()) as Body) ?? {}) as object);
  });
  return routes;
}
