import { refused } from './errors.ts';
import { pageOf } from './lists.ts';
import type { Kind } from './store.ts';
import type { World } from './world.ts';

const DEEPEST = 4;

/** Which fields of which object name another object, and of what kind; from the API reference. */
const EXPANDABLE: Record<string, Record<string, Kind[]>> = {
  'checkout.session': {
    payment_intent: ['payment_intent'],
    customer: ['customer'],
    subscription: ['subscription'],
    invoice: ['invoice'],
  },
  subscription: {
    customer: ['customer'],
    latest_invoice: ['invoice'],
    default_payment_method: ['payment_method'],
  },
  invoice: { customer: ['customer'] },
  payment_intent: { latest_charge: ['charge'], payment_method: ['payment_method'], customer: ['customer'] },
  charge: {
    balance_transaction: ['balance_transaction'],
    customer: ['customer'],
    payment_intent: ['payment_intent'],
  },
  refund: {
    balance_transaction: ['balance_transaction'],
    charge: ['charge'],
    failure_balance_transaction: ['balance_transaction'],
    payment_intent: ['payment_intent'],
    payment_method: ['payment_method'],
  },
  dispute: { charge: ['charge'], payment_intent: ['payment_intent'] },
  balance_transaction: { source: ['charge', 'refund', 'dispute'] },
  price: { product: ['product'] },
};

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of `answer` with the named fields expanded; https://docs.stripe.com/api/expanding_objects. */
export function expand(world: World, answer: unknown, paths: string[]): unknown {
  return paths.reduce((value, path) => {
    const steps = path.split('.');
    const depth = steps.filter((step) => step !== 'data').length;
    if (depth > DEEPEST) throw cannot(path, `at most ${DEEPEST} levels can be expanded`);
    return expandAt(world, value, steps, path);
  }, answer);
}

function cannot(path: string, why: string) {
  return refused(`This property cannot be expanded (${path}): ${why}.`, { param: 'expand' });
}

function expandAt(world: World, value: unknown, steps: string[], path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => expandAt(world, one, steps, path));
  if (!isPlain(value)) throw cannot(path, 'it is no object');
  const child = Object.hasOwn(value, step) ? value[step] : included(world, value, step);
  if (child === undefined) throw cannot(path, `there is no ${step}`);
  if (rest.length === 0 && !isReference(value, step)) throw cannot(path, `${step} names no object`);
  const found = typeof child === 'string' ? lookUp(world, value, step, child, path) : child;
  return { ...value, [step]: expandAt(world, found, rest, path) };
}

/** Whether a step can be the last of a path: a field that names an object, or a list shown on request. */
function isReference(owner: Plain, step: string): boolean {
  return EXPANDABLE[String(owner.object)]?.[step] !== undefined || !Object.hasOwn(owner, step);
}

function lookUp(world: World, owner: Plain, step: string, id: string, path: string): unknown {
  const kinds = EXPANDABLE[String(owner.object)]?.[step] ?? [];
  for (const kind of kinds) {
    const found = world.store.get(kind, id);
    if (found) return found;
  }
  throw cannot(path, `${step} names no object`);
}

/** Lists that an object shows only when they are asked for. */
function included(world: World, owner: Plain, step: string): unknown {
  const id = String(owner.id);
  if (owner.object === 'checkout.session' && step === 'line_items') {
    const lines = world.store.get('checkout_state', id)?.lines ?? [];
    return pageOf(lines.toReversed(), {}, `/v1/checkout/sessions/${id}/line_items`);
  }
  if (owner.object === 'charge' && step === 'refunds') {
    const refunds = world.store.all('refund').filter((refund) => refund.charge === id);
    return pageOf(refunds, {}, `/v1/charges/${id}/refunds`);
  }
  return undefined;
}
