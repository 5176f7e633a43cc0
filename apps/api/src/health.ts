import { type Ctx, readiness } from '@backlot/domain';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** `/healthz`: the process lives. `/readyz`: database, storage and queue answer. `/metrics`: Prometheus. */
export function health(ctx: Ctx, metrics: Registry): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const checks = {
        database: () => readiness.database(ctx),
        storage: () => ctx.ports.objects.ping(),
        queue: () => readiness.queue(ctx),
      };
      const entries = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await answers(check)] as const),
      );
      const ready = entries.every(([, ok]) => ok);
      return c.json({ ready, ...Object.fromEntries(entries) }, ready ? 200 : 503);
    })
    .get('/metrics', async (c) =>
      c.text(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }),
    );
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 3_000).unref());
  return Promise.race([check(), late]).then(
    () => true,
    () => false,
  );
}
