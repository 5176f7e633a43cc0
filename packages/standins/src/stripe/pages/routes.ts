import { type Context, Hono } from 'hono';
import type Stripe from 'stripe';
import { Fault } from '../errors.ts';
import { payByBankDebit } from '../payments/bank-debit.ts';
import { authenticate, type PayResult, payByCard } from '../payments/card.ts';
import { completeSession, intentIdOf, openSession } from '../payments/session.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { authenticatePage, closedPage } from './other-pages.ts';
import { payPage } from './pay-page.ts';
import { readPayment } from './typed-payment.ts';
import { type Language, languageOf } from './words.ts';

/** The pages that a person clicks through: `/pay/{session}` and `/pay/{session}/authenticate`. */
export function payPages(world: World): Hono {
  const pages = new Hono();
  pages.get('/:id', (c) => showPay(world, c, c.req.param('id')));
  pages.post('/:id', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    return pay(world, c, c.req.param('id'), (name) => form.get(name) ?? '');
  });
  pages.get('/:id/authenticate', (c) => showAuthenticate(world, c, c.req.param('id')));
  pages.post('/:id/authenticate', async (c) => {
    const id = c.req.param('id');
    const passed = new URLSearchParams(await c.req.text()).get('result') === 'complete';
    if (!isWaiting(world, id)) return c.redirect(`/pay/${id}`, 303);
    return onward(world, c, id, authenticate(world, id, passed));
  });
  return pages;
}

function languageFor(world: World, c: Context, id: string): Language {
  const locale = world.store.get('checkout.session', id)?.locale ?? null;
  return languageOf(locale, c.req.header('accept-language') ?? '');
}

function isWaiting(world: World, id: string): boolean {
  const isOpen = world.store.get('checkout.session', id)?.status === 'open';
  return isOpen && world.store.get('checkout_state', id)?.awaiting != null;
}

/** The page of a session that cannot be paid, or nothing if it can. */
function closed(world: World, c: Context, id: string): Response | undefined {
  const language = languageFor(world, c, id);
  const { merchant } = world.settings;
  const known = world.store.get('checkout.session', id);
  if (!known) return html(c, closedPage('unknown', null, merchant, language), 404);
  try {
    openSession(world, id);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const session = world.store.get('checkout.session', id) ?? known;
    if (session.status === 'complete') {
      return html(c, closedPage('paid', successUrl(session.success_url, id), merchant, language), 200);
    }
    return html(c, closedPage('expired', session.cancel_url, merchant, language), 410);
  }
}

function showPay(world: World, c: Context, id: string): Response {
  const over = closed(world, c, id);
  if (over) return over;
  const { session } = openSession(world, id);
  const intent = world.store.get('payment_intent', intentIdOf(world, session) ?? '');
  const last = intent?.status === 'requires_payment_method' ? intent.last_payment_error : null;
  const code = last?.decline_code ?? last?.code;
  return renderPay(world, c, id, { error: code ? { code } : undefined });
}

function renderPay(
  world: World,
  c: Context,
  id: string,
  typed: { email?: string; method?: 'card' | 'debit'; error?: { code: string; field?: string } },
): Response {
  const { session, state } = openSession(world, id);
  const email = typed.email ?? state.email ?? session.customer_email ?? customerEmail(world, session) ?? '';
  const common = { session, lines: state.lines, merchant: world.settings.merchant };
  const language = languageFor(world, c, id);
  const page = payPage({ ...common, language, email, method: typed.method ?? 'card', error: typed.error });
  return html(c, page, typed.error?.field ? 422 : 200);
}

const customerEmail = (world: World, session: Stripe.Checkout.Session) =>
  world.store.get('customer', idOf(session.customer) ?? '')?.email;

function pay(world: World, c: Context, id: string, field: (name: string) => string): Response {
  const over = closed(world, c, id);
  if (over) return over;
  const opened = openSession(world, id);
  if (opened.session.amount_total === 0) {
    const state = world.store.patch('checkout_state', id, { email: field('email').trim() || null });
    completeSession(world, { ...opened, state }, 'no_payment_required');
    return onward(world, c, id, { kind: 'completed' });
  }
  const typed = readPayment(field, world.clock.nowMs());
  if (typed.kind === 'wrong') {
    const method = field('method') === 'debit' ? 'debit' : 'card';
    return renderPay(world, c, id, { email: field('email'), method, error: typed });
  }
  if (typed.kind === 'card') return onward(world, c, id, payByCard(world, id, typed.card, typed.email));
  payByBankDebit(world, id, typed.account, typed.email);
  return onward(world, c, id, { kind: 'completed' });
}

/** Sends the browser on, so that a reload never pays twice. */
function onward(world: World, c: Context, id: string, result: PayResult): Response {
  if (result.kind === 'authenticate') return c.redirect(`/pay/${id}/authenticate`, 303);
  if (result.kind === 'declined') return c.redirect(`/pay/${id}`, 303);
  return c.redirect(successUrl(world.store.get('checkout.session', id)?.success_url ?? '/', id), 303);
}

/** Fills in the session's id where the merchant asked for it. */
export function successUrl(template: string | null, sessionId: string): string {
  return (template ?? '').replaceAll('{CHECKOUT_SESSION_ID}', sessionId);
}

function showAuthenticate(world: World, c: Context, id: string): Response {
  if (!isWaiting(world, id)) return c.redirect(`/pay/${id}`, 303);
  const session = world.store.get('checkout.session', id);
  if (!session) return c.redirect(`/pay/${id}`, 303);
  return html(c, authenticatePage(session, languageFor(world, c, id)), 200);
}

function html(c: Context, page: string, status: 200 | 404 | 410 | 422): Response {
  c.header('cache-control', 'no-store');
  return c.html(page, status);
}
