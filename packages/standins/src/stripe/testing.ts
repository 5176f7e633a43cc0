import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { checkEvent, checkRequest, checkResponse } from './contract.ts';
import { type StripeOptions, type StripeStandIn, startStripe } from './index.ts';

export const SECRET_KEY = 'sk_test_standin';
export const WEBHOOK_SECRET = 'whsec_standin';

/** A receiver of webhooks that checks each signature with the vendor's own package. */
export interface Receiver {
  url: string;
  events: Stripe.Event[];
  /** What came with a signature or body that the package refuses. */
  refused: string[];
  /** Statuses to answer next; 200 when empty. */
  answers: number[];
  types(): string[];
  /** Waits until so many events arrived; throws after five seconds. */
  waitFor(count: number): Promise<void>;
  stop(): void;
}

export interface Bench {
  standIn: StripeStandIn;
  stripe: Stripe;
  receiver: Receiver;
  /** Every breach of the vendor's contract seen so far. */
  breaches: string[];
  stop(): Promise<void>;
}

/** A stand-in, a client and a receiver, with all traffic held against the contract. */
export async function startBench(options: Partial<StripeOptions> = {}): Promise<Bench> {
  const receiver = await startReceiver();
  const breaches: string[] = [];
  const standIn = await startStripe({
    secretKey: SECRET_KEY,
    webhooks: [{ url: receiver.url, secret: WEBHOOK_SECRET }],
    settleAfterSeconds: null,
    onExchange({ method, path, rawForm, status, json }) {
      const request = status === 200 ? checkRequest(method, path, rawForm) : [];
      const problems = [...request, ...checkResponse(method, path, status, json)];
      breaches.push(...problems.map((problem) => `${method} ${path}: ${problem}`));
    },
    onEvent(event) {
      breaches.push(...checkEvent(event).map((problem) => `${event.type}: ${problem}`));
    },
    ...options,
  });
  const stripe = clientOf(standIn);
  const stop = async () => {
    await standIn.stop();
    receiver.stop();
  };
  return { standIn, stripe, receiver, breaches, stop };
}

export function clientOf({ host, port }: { host: string; port: number }, key = SECRET_KEY): Stripe {
  return new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0 });
}

export async function startReceiver(): Promise<Receiver> {
  const events: Stripe.Event[] = [];
  const refused: string[] = [];
  const answers: number[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = String(request.headers['stripe-signature']);
    try {
      events.push(Stripe.webhooks.constructEvent(Buffer.concat(chunks), header, WEBHOOK_SECRET));
    } catch (error) {
      refused.push(String(error));
    }
    response.statusCode = answers.shift() ?? 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const waitFor = (count: number) => until(() => events.length >= count);
  return {
    url: `http://127.0.0.1:${port}/hook`,
    events,
    refused,
    answers,
    types: () => events.map((event) => event.type),
    waitFor,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Waits until something holds; throws after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const endMs = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error('it did not come true within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The parameters of an ordinary session. */
export function sessionParams(
  change: Partial<Stripe.Checkout.SessionCreateParams> = {},
  unitAmount = 1900,
  currency = 'usd',
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    success_url: 'https://backlot.test/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://backlot.test/recap',
    line_items: [
      {
        quantity: 1,
        price_data: { currency, unit_amount: unitAmount, product_data: { name: 'Campaign' } },
      },
    ],
    ...change,
  };
}
