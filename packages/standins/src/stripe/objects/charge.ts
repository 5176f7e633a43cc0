import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import { buildBillingDetails } from './payment-method.ts';

/** How an attempt ended, as the charge tells it. */
export type ChargeEnd =
  | { status: 'succeeded'; balanceTransaction: string; authenticated: boolean }
  | { status: 'pending' }
  | { status: 'failed'; code: string; reason: string; message: string };

/** The charge of one attempt to pay an intent with a method. */
export function buildCharge(
  id: string,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  end: ChargeEnd,
  baseUrl: string,
  createdSeconds: number,
): Stripe.Charge {
  const paid = end.status === 'succeeded';
  const email = method.billing_details.email;
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: paid ? end.balanceTransaction : null,
    billing_details: buildBillingDetails(email),
    calculated_statement_descriptor: intent.statement_descriptor ?? 'BACKLOT',
    captured: paid,
    created: createdSeconds,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: end.status === 'failed' ? end.code : null,
    failure_message: end.status === 'failed' ? end.message : null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: intent.on_behalf_of,
    outcome: buildOutcome(end),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: buildMethodDetails(method, end),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${baseUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: end.status,
    transfer_data: intent.transfer_data
      ? { amount: intent.transfer_data.amount ?? null, destination: intent.transfer_data.destination }
      : null,
    transfer_group: intent.transfer_group,
  };
}

export function buildOutcome(end: ChargeEnd): Stripe.Charge.Outcome {
  const common = { advice_code: null, network_advice_code: null, network_decline_code: null };
  if (end.status === 'failed') {
    const seller_message = 'The bank did not return any further details with this decline.';
    const network_status = 'declined_by_network';
    return { ...common, network_status, reason: end.reason, seller_message, type: 'issuer_declined' };
  }
  const seller_message = 'Payment complete.';
  const risk = { risk_level: 'normal', risk_score: 12 };
  return {
    ...common,
    ...risk,
    network_status: 'approved_by_network',
    reason: null,
    seller_message,
    type: 'authorized',
  };
}

function buildMethodDetails(
  method: Stripe.PaymentMethod,
  end: ChargeEnd,
): Stripe.Charge.PaymentMethodDetails | null {
  if (method.card) return { type: 'card', card: buildCardDetails(method.card, end) };
  if (method.sepa_debit) {
    const { bank_code, branch_code, country, fingerprint, last4 } = method.sepa_debit;
    const mandate = newId('mandate');
    const sepa_debit = { bank_code, branch_code, country, fingerprint, last4, mandate };
    return { type: 'sepa_debit', sepa_debit };
  }
  if (method.us_bank_account) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } =
      method.us_bank_account;
    const account = { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number };
    return { type: 'us_bank_account', us_bank_account: { ...account, payment_reference: null } };
  }
  return null;
}

function buildCardDetails(
  card: Stripe.PaymentMethod.Card,
  end: ChargeEnd,
): Stripe.Charge.PaymentMethodDetails.Card {
  const authenticated = end.status === 'succeeded' && end.authenticated;
  return {
    amount_authorized: null,
    authorization_code: null,
    brand: card.brand,
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: card.regulated_status,
    three_d_secure: authenticated ? AUTHENTICATED : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const AUTHENTICATED: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
