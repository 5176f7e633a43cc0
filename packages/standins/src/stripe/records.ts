import type Stripe from 'stripe';
import type { CardFate } from './cards.ts';
import type { Delivery } from './webhooks/delivery.ts';

/** What a checkout page needs beyond the public session. */
export interface CheckoutState {
  id: string;
  lines: Stripe.LineItem[];
  paymentIntentData: PaymentIntentData;
  /** The address typed on the page. */
  email: string | null;
  /** What happens once the person at the page has shown who they are. */
  awaiting: { method: string; fate: CardFate } | null;
  /** The intent of a subscription's first payment, which the session does not show. */
  intent?: string;
  /** What the subscription will carry. */
  subscriptionMetadata?: Record<string, string>;
}

/** The number of a card that is charged later; the public object has its end only. */
export interface CardOnFile {
  id: string;
  digits: string;
}

/** What a charge or an intent will do later, when that is decided by the card or account used. */
export interface Fate {
  id: string;
  outcome: 'succeeded' | 'failed';
}

export interface PaymentIntentData {
  metadata: Record<string, string>;
  description: string | null;
  receipt_email: string | null;
  application_fee_amount: number | null;
  transfer_data: { destination: string; amount?: number } | null;
  on_behalf_of: string | null;
  statement_descriptor: string | null;
  statement_descriptor_suffix: string | null;
  transfer_group: string | null;
}

/** Something that is due at a moment of the stand-in's clock. */
export interface Task {
  id: string;
  atMs: number;
  name:
    | 'expire-session'
    | 'settle-payment'
    | 'settle-refund'
    | 'attempt-delivery'
    | 'renew-subscription'
    | 'finalize-invoice'
    | 'retry-invoice';
  subject: string;
}

/** The first answer under an idempotency key. */
export interface Remembered {
  id: string;
  request: string;
  fingerprint: string;
  status: number;
  json: unknown;
  createdMs: number;
}

/** The secret of an endpoint made through the API; shown once there, needed for ever here. */
export interface EndpointSecret {
  id: string;
  secret: string;
}

/** Every kind of record in the store, by the vendor's object name where there is one. */
export interface Records {
  'checkout.session': Stripe.Checkout.Session;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  balance_transaction: Stripe.BalanceTransaction;
  customer: Stripe.Customer;
  event: Stripe.Event;
  webhook_endpoint: Stripe.WebhookEndpoint;
  price: Stripe.Price;
  product: Stripe.Product;
  subscription: Stripe.Subscription;
  invoice: Stripe.Invoice;
  'billing_portal.session': Stripe.BillingPortal.Session;
  'billing_portal.configuration': Stripe.BillingPortal.Configuration;
  card_on_file: CardOnFile;
  checkout_state: CheckoutState;
  endpoint_secret: EndpointSecret;
  delivery: Delivery;
  task: Task;
  fate: Fate;
  deleted_customer: { id: string };
  remembered: Remembered;
  setting: { id: string; value: number };
}
