import type Stripe from 'stripe';
import { badParameter, noSuchReference, refused } from '../errors.ts';
import { buildSession } from '../objects/checkout-session.ts';
import { BANK_DEBITS } from '../objects/payment-method.ts';
import { buildInlinePrice, buildInlineProduct, buildLineItem } from '../objects/price.ts';
import type { ReadFields } from '../params.ts';
import type { PaymentIntentData } from '../records.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { type CREATE_FIELDS, LARGEST_AMOUNT } from './checkout-session-params.ts';

type Input = ReadFields<typeof CREATE_FIELDS>;
type Line = NonNullable<Input['line_items']>[number];

const SHORTEST_LIFE_SECONDS = 30 * 60;
const LONGEST_LIFE_SECONDS = 24 * 3600;
/** The least that can be charged in dollars or euros; https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. */
const LEAST_AMOUNT = 50;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** Makes an open session for a one-off payment or for a subscription. */
export function createSession(world: World, input: Input): Stripe.Checkout.Session {
  const { mode } = input;
  if (mode === 'setup') throw badParameter(`The stand-in does not play mode ${mode}`, 'mode');
  checkAddresses(input);
  checkPayer(world, input);
  const rawLines = input.line_items ?? [];
  if (rawLines.length === 0) {
    const message = 'Missing required param: line_items. It is required in `payment` mode.';
    throw badParameter(message, 'line_items', 'parameter_missing');
  }
  const lines = rawLines.map((line, index) => makeLine(world, line, `line_items[${index}]`));
  checkMode(mode, input, lines);
  const currency = commonCurrency(lines, input.currency);
  const amount = checkedTotal(lines, currency);
  const paymentIntentData = readPaymentIntentData(input.payment_intent_data ?? {}, amount);
  const now = world.clock.nowSeconds();
  const session = buildSession(
    {
      mode,
      amountSubtotal: amount,
      currency,
      createdSeconds: now,
      expiresAtSeconds: readExpiry(input.expires_at, now),
      successUrl: input.success_url ?? '',
      cancelUrl: input.cancel_url ?? null,
      clientReferenceId: input.client_reference_id ?? null,
      customer: input.customer ?? null,
      customerCreation: customerCreationOf(mode, input),
      customerEmail: input.customer_email ?? null,
      locale: input.locale ?? null,
      metadata: input.metadata ?? {},
      methodTypes:
        mode === 'subscription' ? ['card'] : readMethodTypes(input.allowed_payment_method_types, currency),
      allowedMethodTypes: input.allowed_payment_method_types ?? null,
      submitType: input.submit_type ?? null,
      billingAddressCollection: input.billing_address_collection ?? null,
    },
    world.baseUrl,
  );
  world.store.put('checkout_state', {
    id: session.id,
    lines,
    paymentIntentData,
    email: null,
    awaiting: null,
    subscriptionMetadata: input.subscription_data?.metadata ?? {},
  });
  return world.store.put('checkout.session', session);
}

function checkAddresses(input: Input): void {
  if (input.success_url === undefined) {
    throw badParameter('Missing required param: success_url.', 'success_url', 'parameter_missing');
  }
  for (const name of ['success_url', 'cancel_url'] as const) {
    const value = input[name];
    const protocol = value === undefined ? 'https:' : URL.parse(value)?.protocol;
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw badParameter('Not a valid URL', name, 'url_invalid');
    }
  }
}

function checkPayer(world: World, input: Input): void {
  if (input.customer !== undefined && input.customer_email !== undefined) {
    const message = 'You may only specify one of these parameters: customer, customer_email.';
    throw badParameter(message, 'customer', 'parameters_exclusive');
  }
  if (input.customer !== undefined && !world.store.get('customer', input.customer)) {
    throw noSuchReference('customer', input.customer, 'customer');
  }
  if (input.customer_email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.customer_email)) {
    throw badParameter('Invalid email address', 'customer_email', 'email_invalid');
  }
}

function makeLine(world: World, line: Line, param: string): Stripe.LineItem {
  if (line.price !== undefined && line.price_data !== undefined) {
    const message = 'You may only specify one of these parameters: price, price_data.';
    throw badParameter(message, param, 'parameters_exclusive');
  }
  if (line.price !== undefined) return makePricedLine(world, line, line.price, param);
  const data = line.price_data;
  if (!data) throw missing(`${param}[price]`);
  if (line.quantity === undefined) throw missing(`${param}[quantity]`);
  if (data.unit_amount === undefined) throw missing(`${param}[price_data][unit_amount]`);
  if (data.product !== undefined) {
    throw noSuchReference('product', data.product, `${param}[price_data][product]`);
  }
  if (!data.product_data) throw missing(`${param}[price_data][product_data]`);
  if (!CURRENCIES.has(data.currency)) {
    throw badParameter(`Invalid currency: ${data.currency}`, `${param}[price_data][currency]`);
  }
  const now = world.clock.nowSeconds();
  const { name, description, images, metadata } = data.product_data;
  const details = {
    name,
    description: description ?? null,
    images: images ?? [],
    metadata: metadata ?? {},
  };
  const product = world.store.put('product', buildInlineProduct(details, now));
  const price = world.store.put('price', buildInlinePrice(product.id, data.currency, data.unit_amount, now));
  return buildLineItem(price, name, line.quantity, line.metadata ?? {});
}

function makePricedLine(world: World, line: Line, id: string, param: string): Stripe.LineItem {
  const price = world.store.get('price', id);
  if (!price) throw noSuchReference('price', id, `${param}[price]`);
  if (!price.active) throw refused('The price specified is inactive.', { param: `${param}[price]` });
  const name = world.store.get('product', idOf(price.product) ?? '')?.name ?? id;
  return buildLineItem(price, name, line.quantity ?? 1, line.metadata ?? {});
}

/** What fits one mode only; a subscription is of exactly one recurring price here. */
function checkMode(mode: 'payment' | 'subscription', input: Input, lines: Stripe.LineItem[]): void {
  const recurring = lines.filter((line) => line.price?.type === 'recurring').length;
  if (mode === 'payment') {
    const message =
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.';
    if (recurring > 0) throw refused(message, { param: 'line_items' });
    if (input.subscription_data) throw refused('You can not pass `subscription_data` in `payment` mode.');
    return;
  }
  const message = 'You must provide at least one recurring price in `subscription` mode when using prices.';
  if (recurring === 0) throw refused(message, { param: 'mode' });
  if (lines.length > 1 || lines[0]?.quantity !== 1)
    throw refused('The stand-in plays one price of quantity 1.');
  for (const name of ['payment_intent_data', 'customer_creation', 'submit_type'] as const)
    if (input[name] !== undefined) throw refused(`You can not pass \`${name}\` in \`subscription\` mode.`);
}

function customerCreationOf(mode: 'payment' | 'subscription', input: Input) {
  if (input.customer) return null;
  return mode === 'subscription' ? 'always' : (input.customer_creation ?? 'if_required');
}

function missing(param: string) {
  return badParameter(`Missing required param: ${param}.`, param, 'parameter_missing');
}

function commonCurrency(lines: Stripe.LineItem[], asked: string | undefined): string {
  const currency = lines[0]?.currency ?? '';
  if (lines.some((line) => line.currency !== currency) || (asked !== undefined && asked !== currency)) {
    throw badParameter('All prices of a Checkout Session must use the same currency.', 'line_items');
  }
  return currency;
}

function checkedTotal(lines: Stripe.LineItem[], currency: string): number {
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0);
  if (total > 0 && total < LEAST_AMOUNT) {
    const message = `The Checkout Session's total amount due must add up to at least ${LEAST_AMOUNT} minor units of ${currency}`;
    throw refused(message, { code: 'amount_too_small', param: 'line_items' });
  }
  if (total > LARGEST_AMOUNT) {
    throw refused('The total amount is too large.', { code: 'amount_too_large', param: 'line_items' });
  }
  return total;
}

function readMethodTypes(asked: string[] | undefined, currency: string): string[] {
  const debit = BANK_DEBITS[currency];
  const possible = debit ? ['card', debit] : ['card'];
  const impossible = asked?.find((type) => !possible.includes(type));
  if (impossible !== undefined) {
    const message = `The payment method type ${impossible} cannot be used with the currency ${currency}.`;
    throw badParameter(message, 'allowed_payment_method_types');
  }
  return asked ?? possible;
}

function readExpiry(asked: number | undefined, nowSeconds: number): number {
  if (asked === undefined) return nowSeconds + LONGEST_LIFE_SECONDS;
  if (asked < nowSeconds + SHORTEST_LIFE_SECONDS) {
    const message = 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.';
    throw refused(message, { param: 'expires_at' });
  }
  if (asked > nowSeconds + LONGEST_LIFE_SECONDS) {
    const message = 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.';
    throw refused(message, { param: 'expires_at' });
  }
  return asked;
}

function readPaymentIntentData(
  input: NonNullable<Input['payment_intent_data']>,
  amount: number,
): PaymentIntentData {
  const param = 'payment_intent_data';
  const fee = input.application_fee_amount;
  const transfer = input.transfer_data;
  if (transfer && !/^acct_\w+$/.test(transfer.destination)) {
    throw noSuchReference('destination', transfer.destination, `${param}[transfer_data][destination]`);
  }
  if (fee !== undefined && !transfer) {
    const message =
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment or a destination payment (using `transfer_data[destination]`).';
    throw refused(message, { param: `${param}[application_fee_amount]` });
  }
  if (fee !== undefined && transfer?.amount !== undefined) {
    const message =
      'You may only specify one of these parameters: application_fee_amount, transfer_data[amount].';
    throw refused(message, { param: `${param}[application_fee_amount]`, code: 'parameters_exclusive' });
  }
  if ((fee ?? 0) > amount || (transfer?.amount ?? 0) > amount) {
    throw refused('The fee or transfer cannot be greater than the total amount.', { param });
  }
  return {
    metadata: input.metadata ?? {},
    description: input.description ?? null,
    receipt_email: input.receipt_email ?? null,
    application_fee_amount: fee ?? null,
    transfer_data: transfer
      ? {
          destination: transfer.destination,
          ...(transfer.amount === undefined ? {} : { amount: transfer.amount }),
        }
      : null,
    on_behalf_of: input.on_behalf_of ?? null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    transfer_group: input.transfer_group ?? null,
  };
}
