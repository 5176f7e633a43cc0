import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import type { PaymentIntentData } from '../records.ts';

/** What of a session, or of an invoice, its intent is made from. */
type Payable = Pick<
  Stripe.Checkout.Session,
  'amount_total' | 'currency' | 'customer' | 'payment_method_types'
>;

const NOTHING: PaymentIntentData = {
  metadata: {},
  description: null,
  receipt_email: null,
  application_fee_amount: null,
  transfer_data: null,
  on_behalf_of: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_group: null,
};

/** The PaymentIntent of one try to collect an invoice. */
export function buildInvoiceIntent(invoice: Stripe.Invoice, createdSeconds: number): Stripe.PaymentIntent {
  const { amount_due: amount_total, currency, customer } = invoice;
  const from = { amount_total, currency, customer, payment_method_types: ['card'] } as Payable;
  return buildPaymentIntent(from, { ...NOTHING, description: 'Subscription update' }, createdSeconds);
}

/** A PaymentIntent as Checkout makes it at the first attempt to pay. */
export function buildPaymentIntent(
  session: Payable,
  data: PaymentIntentData,
  createdSeconds: number,
): Stripe.PaymentIntent {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: data.application_fee_amount,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: newId(`${id}_secret`),
    confirmation_method: 'automatic',
    created: createdSeconds,
    currency: session.currency ?? 'usd',
    customer: session.customer,
    customer_account: null,
    description: data.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: data.metadata,
    next_action: null,
    on_behalf_of: data.on_behalf_of,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: session.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: data.receipt_email,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data.statement_descriptor,
    statement_descriptor_suffix: data.statement_descriptor_suffix,
    status: 'requires_payment_method',
    transfer_data: data.transfer_data,
    transfer_group: data.transfer_group,
  };
}
