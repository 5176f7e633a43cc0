import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type Stripe from 'stripe';
import type { Exchange } from './answer.ts';
import { makeApp } from './app.ts';
import { finalizeWhenDue, retryWhenDue } from './billing/invoices.ts';
import { renewWhenDue } from './billing/subscriptions.ts';
import { type Control, makeControl } from './control.ts';
import { payPageUrl } from './objects/checkout-session.ts';
import { portalUrl } from './objects/portal.ts';
import { settleWhenDue } from './payments/bank-debit.ts';
import { settleRefund } from './payments/refund.ts';
import { expireSession } from './payments/session.ts';
import type { WebhookTarget } from './webhooks/deliveries.ts';
import { makeWorld, type World } from './world.ts';

export type { Exchange } from './answer.ts';
export type { Control, PayOptions, PayOutcome } from './control.ts';
export type { WebhookTarget } from './webhooks/deliveries.ts';
export type { Delivery, DeliveryBehaviour } from './webhooks/delivery.ts';

export interface StripeOptions {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** Where state is kept across restarts; nothing is kept without it. */
  dataDir?: string;
  /** The key that requests must carry. */
  secretKey: string;
  webhooks?: WebhookTarget[];
  /** Milliseconds since 1970; the machine's clock by default. */
  now?: () => number;
  /** The merchant's name on the pages. */
  merchant?: string;
  /** Seconds after which a bank debit settles by itself; null waits for a command. 60 by default. */
  settleAfterSeconds?: number | null;
  /** Is told of every API request and its answer. */
  onExchange?: (exchange: Exchange) => void;
  /** Is told of every event as it is made. */
  onEvent?: (event: Stripe.Event) => void;
}

export interface StripeStandIn {
  url: string;
  host: string;
  port: number;
  control: Control;
  stop(): Promise<void>;
}

/**
 * Starts a server that speaks Stripe's wire for Checkout and Billing; drive it with the vendor's package by
 * `new Stripe(key, { host, port, protocol: 'http' })`. Development and test only.
 */
export async function startStripe(options: StripeOptions): Promise<StripeStandIn> {
  const { host = '127.0.0.1', dataDir, now, secretKey, merchant = 'Backlot' } = options;
  const settleAfterSeconds = options.settleAfterSeconds === undefined ? 60 : options.settleAfterSeconds;
  const world = makeWorld({
    dataDir,
    now,
    settings: { merchant, settleAfterSeconds, afterLastRetry: 'cancel' },
  });
  world.deliveries.targets = options.webhooks ?? [];
  if (options.onEvent) world.events.onEvent(options.onEvent);
  scheduleWork(world);
  const control = makeControl(world);
  const app = makeApp(world, control, secretKey, options.onExchange ?? (() => {}));
  const { server, port } = await listen(app.fetch, host, options.port ?? 0);
  world.baseUrl = `http://${host}:${port}`;
  renewPayUrls(world);
  world.deliveries.resume();
  world.schedule.run();
  const stop = async () => {
    world.schedule.stop();
    await world.deliveries.stop();
    await close(server);
    world.store.flush();
  };
  return { url: world.baseUrl, host, port, control, stop };
}

function scheduleWork(world: World): void {
  world.schedule.on('renew-subscription', (id) => renewWhenDue(world, id));
  world.schedule.on('finalize-invoice', (id) => finalizeWhenDue(world, id));
  world.schedule.on('retry-invoice', (id) => retryWhenDue(world, id));
  world.schedule.on('settle-payment', (intentId) => settleWhenDue(world, intentId));
  world.schedule.on('settle-refund', (refundId) => settleRefund(world, refundId));
  world.schedule.on('expire-session', (sessionId) => {
    if (world.store.get('checkout.session', sessionId)?.status === 'open') expireSession(world, sessionId);
  });
}

/** Open sessions of an earlier run may stand at another port now. */
function renewPayUrls(world: World): void {
  for (const { id, status, url } of world.store.all('checkout.session')) {
    const here = payPageUrl(world.baseUrl, id);
    if (status === 'open' && url !== here) world.store.patch('checkout.session', id, { url: here });
  }
  for (const { id } of world.store.all('billing_portal.session'))
    world.store.patch('billing_portal.session', id, { url: portalUrl(world.baseUrl, id) });
}

type Server = ReturnType<typeof serve>;

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  hostname: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (info: AddressInfo) =>
      resolve({ server, port: info.port }),
    );
    server.on('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
