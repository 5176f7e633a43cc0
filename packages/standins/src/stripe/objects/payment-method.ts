import type Stripe from 'stripe';
import { brandOf } from '../cards.ts';
import { newId } from '../ids.ts';

/** A card as typed on the page, already found sound. */
export interface TypedCard {
  digits: string;
  expMonth: number;
  expYear: number;
}

/** Asynchronous debits, by the currency that each is for. */
export const BANK_DEBITS: Record<string, 'sepa_debit' | 'us_bank_account'> = {
  eur: 'sepa_debit',
  usd: 'us_bank_account',
};

function base(email: string | null, createdSeconds: number) {
  return {
    id: newId('pm'),
    object: 'payment_method' as const,
    allow_redisplay: 'limited' as const,
    billing_details: buildBillingDetails(email),
    created: createdSeconds,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  };
}

export function buildBillingDetails(email: string | null): Stripe.PaymentMethod.BillingDetails {
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address, email, name: null, phone: null, tax_id: null };
}

export function buildCardMethod(
  card: TypedCard,
  email: string | null,
  createdSeconds: number,
): Stripe.PaymentMethod {
  const brand = brandOf(card.digits);
  return {
    ...base(email, createdSeconds),
    type: 'card',
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: brand,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: null,
      funding: 'credit',
      generated_from: null,
      last4: card.digits.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  };
}

export function buildBankMethod(
  type: 'sepa_debit' | 'us_bank_account',
  account: string,
  email: string | null,
  createdSeconds: number,
): Stripe.PaymentMethod {
  const last4 = account.replaceAll(/\s/g, '').slice(-4);
  if (type === 'sepa_debit') {
    const country = account.slice(0, 2).toUpperCase();
    const sepa_debit = {
      bank_code: null,
      branch_code: null,
      country,
      fingerprint: null,
      generated_from: null,
      last4,
    };
    return { ...base(email, createdSeconds), type, sepa_debit };
  }
  return {
    ...base(email, createdSeconds),
    type,
    us_bank_account: {
      account_holder_type: 'individual',
      account_type: 'checking',
      bank_name: 'STRIPE TEST BANK',
      financial_connections_account: null,
      fingerprint: null,
      last4,
      networks: { preferred: 'ach', supported: ['ach'] },
      routing_number: '110000000',
      status_details: null,
    },
  };
}
