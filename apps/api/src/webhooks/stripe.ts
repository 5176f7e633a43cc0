import { type Ctx, openInbox } from '@backlot/domain';
import { verifyStripeMessage } from '@backlot/providers';
import { Hono } from 'hono';

/** verify → keep → 200. What the message means is worked out by a job. */
export function stripeWebhook(ctx: Ctx, secrets: readonly string[]): Hono {
  const receive = openInbox(ctx);
  return new Hono().post('/', async (c) => {
    const message = verifyStripeMessage({
      rawBody: new Uint8Array(await c.req.arrayBuffer()),
      signatureHeader: c.req.header('stripe-signature'),
      secrets,
      nowMs: ctx.now().getTime(),
    });
    const { known } = await receive({
      source: 'stripe',
      externalId: message.externalId,
      kind: message.type,
      payload: {
        objectId: message.objectId ?? '',
        objectKind: message.objectKind,
        paymentIntentId: message.relatedPaymentIntentId,
      },
    });
    return c.json({ received: true, known });
  });
}
