import { Hono } from 'hono';
import type { Control } from './control.ts';
import { badParameter } from './errors.ts';

type Body = Record<string, unknown>;
type Command = (control: Control, body: Body) => unknown;

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw badParameter(`${name} must be a text`, name);
  return value;
}

function oneOf<const T extends string>(body: Body, name: string, ...allowed: T[]): T {
  const found = allowed.find((one) => one === body[name]);
  if (found === undefined) throw badParameter(`${name} must be one of ${allowed.join(', ')}`, name);
  return found;
}

function count(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !(value >= 0)) throw badParameter(`${name} must be a number`, name);
  return value;
}

/** The fields of `body` that `present` has, each of the type that it has there. */
function changeOf<T extends object>(present: T, body: Body): Partial<T> {
  const wrong = Object.entries(body).find(([name, value]) => {
    const was: unknown = Object.hasOwn(present, name) ? present[name as keyof T] : undefined;
    return was === undefined || (was !== null && value !== null && typeof was !== typeof value);
  });
  if (wrong) throw badParameter(`${wrong[0]} cannot be set to that`, wrong[0]);
  return body as Partial<T>;
}

const optional = (body: Body, name: string) => (body[name] === undefined ? undefined : text(body, name));

const QUERIES: Record<string, (control: Control, query: Record<string, string>) => unknown> = {
  delivery: (control) => control.delivery(),
  deliveries: (control, { event }) => control.deliveries({ event }),
  events: (control, { type }) => control.events(type),
  sessions: (control) => control.sessions(),
  settings: (control) => control.settings(),
  subscriptions: (control) => control.subscriptions(),
  clock: (control) => ({ now: control.now() }),
};

const COMMANDS: Record<string, Command> = {
  delivery: (control, body) => control.setDelivery(changeOf(control.delivery(), body)),
  settings: (control, body) => control.setSettings(changeOf(control.settings(), body)),
  release: (control) => ({ released: control.release() }),
  resend: (control, body) => control.resend(text(body, 'event')),
  webhooks: (control, body) => {
    control.setWebhooks([{ url: text(body, 'url'), secret: text(body, 'secret') }]);
    return {};
  },
  pay: (control, body) =>
    control.pay(text(body, 'session'), {
      card: optional(body, 'card'),
      debit: optional(body, 'debit'),
      email: optional(body, 'email'),
      authentication:
        body.authentication === undefined
          ? undefined
          : oneOf(body, 'authentication', 'complete', 'fail', 'wait'),
    }),
  authenticate: (control, body) =>
    control.authenticate(text(body, 'session'), oneOf(body, 'result', 'complete', 'fail')),
  expire: (control, body) => control.expire(text(body, 'session')),
  settle: (control, body) => {
    control.settle(text(body, 'id'), oneOf(body, 'outcome', 'succeeded', 'failed'));
    return {};
  },
  dispute: (control, body) => control.dispute(text(body, 'id')),
  'close-dispute': (control, body) =>
    control.closeDispute(text(body, 'id'), oneOf(body, 'outcome', 'won', 'lost')),
  refund: (control, body) =>
    control.refund(text(body, 'id'), body.amount === undefined ? {} : { amount: count(body, 'amount') }),
  'fail-renewals': (control, body) => {
    control.failRenewals(text(body, 'subscription'));
    return {};
  },
  'set-card': (control, body) => {
    control.setCard(text(body, 'subscription'), optional(body, 'card'));
    return {};
  },
  renew: (control, body) => control.renew(text(body, 'subscription')),
  cancel: (control, body) =>
    control.cancel(text(body, 'subscription'), oneOf(body, 'when', 'at_period_end', 'now')),
  pause: (control, body) => control.pause(text(body, 'subscription')),
  resume: (control, body) => control.resume(text(body, 'subscription')),
  'change-plan': (control, body) => {
    control.changePlan(text(body, 'subscription'), text(body, 'price'));
    return {};
  },
  advance: (control, body) => ({ now: control.advance(count(body, 'seconds')) }),
};

function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The control as JSON over HTTP: `GET /_control/{query}`, `POST /_control/{command}`. */
export function controlRoutes(control: Control): Hono {
  const routes = new Hono();
  routes.get('/:name', (c) => {
    const query = own(QUERIES, c.req.param('name'));
    return query ? c.json(query(control, c.req.query()) as object) : c.json({ error: 'unknown query' }, 404);
  });
  routes.post('/:name', async (c) => {
    const command = own(COMMANDS, c.req.param('name'));
    if (!command) return c.json({ error: 'unknown command' }, 404);
    const body: unknown = JSON.parse((await c.req.text()) || '{}');
    if (typeof body !== 'object' || body === null) throw badParameter('The body must be an object', '');
    return c.json(command(control, body as Body) as object);
  });
  return routes;
}
