import type Stripe from 'stripe';
import { newId } from '../ids.ts';

export interface CustomerFields {
  description: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  preferred_locales: string[];
  metadata: Record<string, string>;
}

export function buildCustomer(from: CustomerFields, createdSeconds: number): Stripe.Customer {
  return {
    id: newId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: createdSeconds,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    discount: null,
    invoice_prefix: newId('', 8).slice(1).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    next_invoice_sequence: 1,
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...from,
  };
}
