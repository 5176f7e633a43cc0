import { type Ctx, openInbox } from '@backlot/domain';
import { verifyStripeMessage } from '@backlot/providers';
import { Hono } from 'hono';
import type { Door } from '../limits.ts';
import { verifiedOrCounted } from './verified-or-counted.ts';

/** verify → keep → 200. What the message means is worked out by a job. */
export function stripeWebhook(ctx: Ctx, secrets: readonly string[], door: Door): Hono {
  const receive = openInbox(ctx);
  return new Hono().post('/', async (c) => {
    const rawBody = new Uint8Array(await c.req.arrayBuffer());
    const message = await verifiedOrCounted(c, door, () =>
      verifyStripeMessage({
        rawBody,
        signatureHeader: c.req.header('stripe-signature'),
        secrets,
        nowMs: ctx.now().getTime(),
      }),
    );
    const { known } = await receive({
      source: 'stripe',
      externalId: message.externalId,
      kind: message.type,
      payload: {
        objectId: message.objectId ?? '',
        objectKind: message.objectKind,
        paymentIntentId: message.relatedPaymentIntentId,
        customerId: message.relatedCustomerId,
      },
    });
    return c.json({ received: true, known });
  });
}
