import type { Operation } from './operation.ts';
import { balance } from './resources/balance.ts';
import { billingPortal } from './resources/billing-portal.ts';
import { charges } from './resources/charges.ts';
import { checkoutSessions } from './resources/checkout-sessions.ts';
import { customers } from './resources/customers.ts';
import { disputes } from './resources/disputes.ts';
import { events } from './resources/events.ts';
import { invoices } from './resources/invoices.ts';
import { paymentIntents } from './resources/payment-intents.ts';
import { prices } from './resources/prices.ts';
import { products } from './resources/products.ts';
import { refunds } from './resources/refunds.ts';
import { subscriptions } from './resources/subscriptions.ts';
import { webhookEndpoints } from './resources/webhook-endpoints.ts';

/** Every operation that the stand-in plays, one file per resource. */
export const OPERATIONS: Operation[] = [
  ...checkoutSessions,
  ...paymentIntents,
  ...charges,
  ...refunds,
  ...disputes,
  ...events,
  ...customers,
  ...webhookEndpoints,
  ...balance,
  ...products,
  ...prices,
  ...subscriptions,
  ...invoices,
  ...billingPortal,
];

export interface Route {
  operation: Operation;
  ids: string[];
}

/** Words that follow a resource where an id could stand; they name operations that are not played. */
const RESERVED = new Set(['search']);

/** The operation at an address, or none. */
export function findRoute(method: string, path: string): Route | undefined {
  const steps = path.split('/');
  for (const operation of OPERATIONS) {
    const ids = operation.method === method ? match(operation.pattern.split('/'), steps) : undefined;
    if (ids) return { operation, ids };
  }
  return undefined;
}

function match(pattern: string[], steps: string[]): string[] | undefined {
  if (pattern.length !== steps.length) return undefined;
  const ids: string[] = [];
  for (const [index, part] of pattern.entries()) {
    const step = steps[index] ?? '';
    if (part === step) continue;
    if (!part.startsWith('{') || !/^[\w.-]+$/.test(step) || RESERVED.has(step)) return undefined;
    ids.push(step);
  }
  return ids;
}
