import type Stripe from 'stripe';
import { newId } from '../ids.ts';

export interface NewSession {
  mode: 'payment' | 'subscription';
  amountSubtotal: number;
  currency: string;
  createdSeconds: number;
  expiresAtSeconds: number;
  successUrl: string;
  cancelUrl: string | null;
  clientReferenceId: string | null;
  customer: string | null;
  customerCreation: 'always' | 'if_required' | null;
  customerEmail: string | null;
  locale: Stripe.Checkout.Session.Locale | null;
  metadata: Record<string, string>;
  methodTypes: string[];
  allowedMethodTypes: Stripe.Checkout.Session['allowed_payment_method_types'];
  submitType: Stripe.Checkout.Session.SubmitType | null;
  billingAddressCollection: Stripe.Checkout.Session.BillingAddressCollection | null;
}

/** An open session for a one-off payment; its PaymentIntent comes with the first attempt to pay. */
export function buildSession(from: NewSession, baseUrl: string): Stripe.Checkout.Session {
  const id = newId('cs_test', 58);
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: from.allowedMethodTypes,
    amount_subtotal: from.amountSubtotal,
    amount_total: from.amountSubtotal,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: from.billingAddressCollection,
    cancel_url: from.cancelUrl,
    client_reference_id: from.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: from.createdSeconds,
    currency: from.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: from.customer,
    customer_account: null,
    customer_creation: from.customerCreation,
    customer_details: from.customerEmail ? buildCustomerDetails(from.customerEmail) : null,
    customer_email: from.customerEmail,
    discounts: [],
    expires_at: from.expiresAtSeconds,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: from.locale,
    managed_payments: { enabled: false },
    metadata: from.metadata,
    mode: from.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: from.mode === 'subscription' ? 'always' : 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: from.methodTypes,
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: from.submitType,
    subscription: null,
    success_url: from.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: payPageUrl(baseUrl, id),
    wallet_options: null,
  };
}

export function payPageUrl(baseUrl: string, sessionId: string): string {
  return `${baseUrl}/pay/${sessionId}`;
}

export function buildCustomerDetails(email: string): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: null,
  };
}
