import { Hono } from 'hono';
import { type MailFaults, parseMailFault } from './faults.ts';
import type { MessageStore } from './store.ts';

/**
 * Steering in JSON: `GET /state`, `POST /faults` {kind: 'later' | 'refuse', times?}, `DELETE /faults`, `DELETE /messages`.
 * JSON by its content type only, so that no form of another page can steer this.
 */
export function controlRoutes(store: MessageStore, faults: MailFaults): Hono {
  const app = new Hono();
  app.get('/state', (c) => c.json({ messages: store.list().length, faults: faults.state() }));
  app.post('/faults', async (c) => {
    const isJson = c.req.header('content-type')?.startsWith('application/json');
    const fault = isJson ? parseMailFault(await c.req.json().catch(() => undefined)) : undefined;
    if (!fault) return c.json({ error: 'This is not a fault that can be provoked.' }, 400);
    faults.provoke(fault);
    return c.json(faults.state());
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return c.json(faults.state());
  });
  app.delete('/messages', async (c) => {
    await store.clear();
    return c.json({ messages: 0 });
  });
  return app;
}
