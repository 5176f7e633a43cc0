import type { Message } from '@backlot/domain';
import type { Control } from '@backlot/standins';

export type StripeEvent = ReturnType<Control['events']>[number];

/** What the api would keep of an event of the provider, without the wire between. */
export function messageOf(event: StripeEvent): Message {
  const object = event.data.object as {
    id?: string;
    object: string;
    payment_intent?: string | null;
    customer?: string | null;
  };
  const isIntent = object.object === 'payment_intent';
  return {
    source: 'stripe',
    externalId: event.id,
    kind: event.type,
    payload: {
      objectId: object.id ?? '',
      objectKind: object.object,
      paymentIntentId: (isIntent ? object.id : object.payment_intent) ?? null,
      customerId: object.customer ?? null,
    },
  };
}
