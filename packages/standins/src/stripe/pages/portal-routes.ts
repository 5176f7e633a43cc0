import { type Context, Hono } from 'hono';
import type Stripe from 'stripe';
import { collect } from '../billing/invoices.ts';
import {
  changePrice,
  itemOf,
  pauseSubscription,
  resumeSubscription,
  setCancelAtPeriodEnd,
  setMethod,
} from '../billing/subscriptions.ts';
import { Fault } from '../errors.ts';
import { subscriptionOf } from '../objects/invoice.ts';
import { buildCardMethod } from '../objects/payment-method.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { gonePage, portalPage } from './portal-page.ts';
import { readCard } from './typed-payment.ts';
import { type Language, languageOf } from './words.ts';

/** How long the address of a portal works. */
const LIFE_SECONDS = 3_600;

type Field = (name: string) => string;
/** Answers what is wrong, if anything is. */
type Act = (world: World, subscription: Stripe.Subscription, field: Field) => string | undefined;

const ACTS: Record<string, Act> = {
  change(world, { id }, field) {
    const price = world.store.get('price', field('price'));
    if (price) changePrice(world, id, price);
    return undefined;
  },
  cancel(world, { id }) {
    setCancelAtPeriodEnd(world, id, true);
    return undefined;
  },
  keep(world, { id }) {
    setCancelAtPeriodEnd(world, id, false);
    return undefined;
  },
  pause(world, { id }) {
    pauseSubscription(world, id);
    return undefined;
  },
  resume(world, { id }) {
    resumeSubscription(world, id);
    return undefined;
  },
  pay(world, { id }) {
    const owed = invoicesOf(world, id).filter((invoice) => invoice.status === 'open');
    return owed.every((invoice) => collect(world, invoice.id)) ? undefined : 'declined';
  },
  card(world, subscription, field) {
    const read = readCard(field('card'), field('expiry'), field('cvc'), world.clock.nowMs());
    if (read.kind === 'wrong') return read.code;
    const method = buildCardMethod(read.card, null, world.clock.nowSeconds());
    setMethod(world, subscription.id, method, read.card.digits);
    return undefined;
  },
};

/** The customer portal at `/portal/{session}`, and what its buttons do. */
export function portalPages(world: World): Hono {
  const pages = new Hono();
  pages.get('/:id', (c) => show(world, c, c.req.param('id')));
  pages.post('/:id/:act', async (c) => {
    const { id, act } = c.req.param();
    const form = new URLSearchParams(await c.req.text());
    const session = openPortal(world, id);
    const subscription = session && subscriptionFor(world, session);
    const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
    if (!subscription || !run) return show(world, c, id);
    try {
      const error = run(world, subscription, (name) => form.get(name) ?? '');
      if (error !== undefined) return show(world, c, id, error);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return show(world, c, id, error.body.code ?? 'declined');
    }
    return c.redirect(`/portal/${id}`, 303);
  });
  return pages;
}

function openPortal(world: World, id: string): Stripe.BillingPortal.Session | undefined {
  const session = world.store.get('billing_portal.session', id);
  const isOpen = session && session.created + LIFE_SECONDS > world.clock.nowSeconds();
  return isOpen ? session : undefined;
}

/** The living subscription of the portal's customer, or the last that ended. */
function subscriptionFor(
  world: World,
  session: Stripe.BillingPortal.Session,
): Stripe.Subscription | undefined {
  const all = world.store.all('subscription').filter((one) => idOf(one.customer) === session.customer);
  return all.findLast((one) => one.status !== 'canceled') ?? all.at(-1);
}

const invoicesOf = (world: World, id: string): Stripe.Invoice[] =>
  world.store.all('invoice').filter((invoice) => subscriptionOf(invoice) === id);

function show(world: World, c: Context, id: string, error?: string): Response {
  c.header('cache-control', 'no-store');
  const session = openPortal(world, id);
  const language: Language = languageOf(session?.locale ?? null, c.req.header('accept-language') ?? '');
  const configuration = world.store.get(
    'billing_portal.configuration',
    idOf(session?.configuration ?? null) ?? '',
  );
  if (!session || !configuration) return c.html(gonePage(language), 410);
  const { features } = configuration;
  const subscription = subscriptionFor(world, session);
  const productOf = (price: Stripe.Price) =>
    world.store.get('product', idOf(price.product) ?? '')?.name ?? price.id;
  const prices = (features.subscription_update.products ?? []).flatMap((product) => product.prices);
  const page = portalPage({
    session,
    features,
    subscription,
    productName: subscription ? productOf(itemOf(subscription).price) : '',
    method: world.store.get('payment_method', idOf(subscription?.default_payment_method ?? null) ?? ''),
    invoices: world.store.all('invoice').filter((invoice) => idOf(invoice.customer) === session.customer),
    choices: prices.flatMap((price) => {
      const found = world.store.get('price', price);
      return found ? [{ price: found, name: productOf(found) }] : [];
    }),
    merchant: world.settings.merchant,
    language,
    error,
  });
  return c.html(page, error === undefined ? 200 : 422);
}
