/**
 * The webhook route with nothing around it: Hono, the same check of the signature, and the same insert as one prepared statement
 * of postgres.js. No log, no headers, no transaction, no job.
 */
import { randomUUID } from 'node:crypto';
import { verifyStripeMessage } from '@backlot/providers';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';

const { DATABASE_URL = '', PORT, STRIPE_WEBHOOK_SECRET = '' } = process.env;
const sql = postgres(DATABASE_URL, { max: 10 });

const app = new Hono();
app.get('/healthz', (c) => c.text('ok'));
app.post('/api/webhooks/stripe', async (c) => {
  const message = verifyStripeMessage({
    rawBody: new Uint8Array(await c.req.arrayBuffer()),
    signatureHeader: c.req.header('stripe-signature'),
    secrets: [STRIPE_WEBHOOK_SECRET],
    nowMs: Date.now(),
  });
  const { objectId, objectKind, relatedPaymentIntentId: paymentIntentId } = message;
  await sql`
    insert into inbox (id, source, external_id, kind, payload, received_at)
    values (${randomUUID()}, 'stripe', ${message.externalId}, ${message.type},
      ${sql.json({ objectId, objectKind, paymentIntentId })}, now())
    on conflict do nothing`;
  return c.json({ received: true });
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) });
process.once('SIGTERM', () => process.exit(0));
