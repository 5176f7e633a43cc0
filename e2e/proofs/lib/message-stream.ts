import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Grounds } from './grounds.ts';

type Answer = { id: string; askedMs: number; answeredMs: number };

/** A message about a payment that is not ours: kept, looked up at the provider, and handled. */
export function strangeMessage(): { id: string; body: string } {
  const id = `evt_${randomUUID()}`;
  const object = { id: `pi_${randomUUID()}`, object: 'payment_intent' };
  return {
    id,
    body: JSON.stringify({
      id,
      object: 'event',
      type: 'payment_intent.created',
      livemode: false,
      data: { object },
    }),
  };
}

/** Delivers a message once. @returns the HTTP status, or 0 when the connection broke off or nobody was there */
export async function deliver(grounds: Grounds, body: string): Promise<number> {
  try {
    const response = await fetch(grounds.webhookUrl, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'stripe-signature': grounds.sign(body) },
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Clients that deliver message after message until they are stopped, each one until it is answered 2xx. */
export function openStream(grounds: Grounds, clients: number) {
  const accepted: Answer[] = [];
  const counted = { refused: 0 };
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const { id, body } = strangeMessage();
      for (;;) {
        const askedMs = Date.now();
        const status = await deliver(grounds, body);
        if (status >= 200 && status < 300) {
          accepted.push({ id, askedMs, answeredMs: Date.now() });
          break;
        }
        counted.refused += 1;
        if (isOver) return;
        await sleep(100);
      }
      // A steady stream and no flood: what is measured is whether it goes on.
      await sleep(20);
    }
  };
  const running = Array.from({ length: clients }, client);
  return {
    accepted,
    counted,
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(running);
    },
  };
}
