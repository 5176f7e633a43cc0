import type Stripe from 'stripe';
import { fateOf } from '../cards.ts';
import { noSuch } from '../errors.ts';
import { buildInvoice, type NewInvoice, subscriptionOf } from '../objects/invoice.ts';
import { buildInvoiceIntent } from '../objects/payment-intent.ts';
import { chargeFailed, chargeSucceeded } from '../payments/charge.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { collected, gaveUp, owing } from './standing.ts';

/** A renewal's invoice stands open to changes for an hour; https://docs.stripe.com/billing/invoices/subscription. */
export const DRAFT_SECONDS = 3_600;
/** Days between the tries to collect, as the vendor's own custom retry rules have them by default. */
const RETRY_AFTER_DAYS = [3, 5, 7];
const DAY_SECONDS = 86_400;

export function draftInvoice(
  world: World,
  from: Pick<NewInvoice, 'subscription' | 'reason' | 'lines'>,
): Stripe.Invoice {
  const { subscription } = from;
  const customer = world.store.get('customer', idOf(subscription.customer) ?? '');
  if (!customer) throw noSuch('customer', idOf(subscription.customer) ?? '');
  const common = { customer, merchant: world.settings.merchant, createdSeconds: world.clock.nowSeconds() };
  const invoice = world.store.put('invoice', buildInvoice({ ...from, ...common }));
  world.store.patch('subscription', subscription.id, { latest_invoice: invoice.id });
  world.events.emit('invoice.created', invoice);
  return invoice;
}

/** Fixes a draft: from now on it is owed. The customer's credit is used up by it, or grown when it gives back. */
export function finalizeInvoice(world: World, id: string): Stripe.Invoice {
  const draft = invoiceOf(world, id);
  const now = world.clock.nowSeconds();
  const customer = world.store.get('customer', idOf(draft.customer) ?? '');
  const balance = draft.starting_balance + draft.total - draft.amount_due;
  if (customer) world.store.patch('customer', customer.id, { balance });
  const count = world.store.all('invoice').filter((one) => one.number !== null).length + 1;
  const open = world.store.patch('invoice', id, {
    status: 'open',
    number: `${customer?.invoice_prefix ?? 'X'}-${String(count).padStart(4, '0')}`,
    ending_balance: balance,
    effective_at: now,
    hosted_invoice_url: `${world.baseUrl}/portal/invoice/${id}`,
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  world.events.emit('invoice.finalized', open);
  return open;
}

/** When the hour of a renewal's draft is over. */
export function finalizeWhenDue(world: World, id: string): void {
  if (world.store.get('invoice', id)?.status !== 'draft') return;
  finalizeInvoice(world, id);
  collect(world, id);
}

export function retryWhenDue(world: World, id: string): void {
  const invoice = world.store.get('invoice', id);
  const isDue =
    invoice?.next_payment_attempt != null && invoice.next_payment_attempt <= world.clock.nowSeconds();
  if (invoice?.status === 'open' && isDue) collect(world, id);
}

/**
 * Tries to collect an open invoice by the card on file, and says what that means for the subscription.
 * @returns whether it is paid now
 */
export function collect(world: World, id: string): boolean {
  const invoice = invoiceOf(world, id);
  if (invoice.amount_due === 0) return markPaid(world, invoice, 0);
  const method = methodFor(world, invoice);
  const intent = world.store.put('payment_intent', buildInvoiceIntent(invoice, world.clock.nowSeconds()));
  world.events.emit('payment_intent.created', intent);
  const decline = method ? declineOf(world, method) : 'insufficient_funds';
  if (method && decline === null) {
    chargeSucceeded(world, intent, method, false);
    return markPaid(world, invoice, invoice.amount_due);
  }
  if (method) {
    const message = 'Your card was declined.';
    const code = 'card_declined';
    chargeFailed(world, intent, method, { type: 'card_error', code, decline_code: decline ?? code, message });
  }
  markFailed(world, invoice);
  return false;
}

/** Books an invoice as paid: its first one is paid on the checkout page. */
export function markPaid(world: World, invoice: Stripe.Invoice, amount: number): true {
  const paid = world.store.patch('invoice', invoice.id, {
    status: 'paid',
    amount_paid: amount,
    amount_remaining: 0,
    attempted: true,
    attempt_count: invoice.attempt_count + (amount > 0 ? 1 : 0),
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: world.clock.nowSeconds() },
  });
  world.events.emit('invoice.paid', paid);
  world.events.emit('invoice.payment_succeeded', paid);
  collected(world, subscriptionOf(paid) ?? '');
  return true;
}

/** One failed try: there are as many more as the rules have, then the subscription ends or stays unpaid. */
function markFailed(world: World, invoice: Stripe.Invoice): void {
  const wait = RETRY_AFTER_DAYS[invoice.attempt_count];
  const nextSeconds = wait === undefined ? null : world.clock.nowSeconds() + wait * DAY_SECONDS;
  const failed = world.store.patch('invoice', invoice.id, {
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: nextSeconds,
  });
  world.events.emit('invoice.payment_failed', failed);
  const subscription = subscriptionOf(failed) ?? '';
  if (nextSeconds === null) gaveUp(world, subscription);
  else {
    world.schedule.at(nextSeconds * 1000, 'retry-invoice', invoice.id);
    owing(world, subscription);
  }
}

export function voidInvoice(world: World, id: string): Stripe.Invoice {
  const invoice = invoiceOf(world, id);
  const voided = world.store.patch('invoice', id, {
    status: 'void',
    amount_remaining: 0,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, voided_at: world.clock.nowSeconds() },
  });
  world.events.emit('invoice.voided', voided);
  return voided;
}

export function invoiceOf(world: World, id: string): Stripe.Invoice {
  const invoice = world.store.get('invoice', id);
  if (!invoice) throw noSuch('invoice', id);
  return invoice;
}

/** The card that a subscription is paid by. */
function methodFor(world: World, invoice: Stripe.Invoice): Stripe.PaymentMethod | undefined {
  const subscription = world.store.get('subscription', subscriptionOf(invoice) ?? '');
  return world.store.get('payment_method', idOf(subscription?.default_payment_method) ?? '');
}

/** Why a card on file is declined, or null. One that asked for 3-D Secure was set up on the page and asks no more. */
export function declineOf(world: World, method: Stripe.PaymentMethod): string | null {
  const digits = world.store.get('card_on_file', method.id)?.digits ?? '4242424242424242';
  const fate = fateOf(digits);
  const settled = fate.kind === 'authenticates' ? fate.next : fate;
  return settled.kind === 'declined' ? settled.declineCode : null;
}
