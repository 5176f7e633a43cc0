import type Stripe from 'stripe';
import { newId } from '../ids.ts';

export interface ProductFields {
  id: string | undefined;
  name: string;
  active: boolean;
  description: string | null;
  images: string[];
  metadata: Record<string, string>;
}

/** A product of the catalogue. */
export function buildProduct({ id, ...from }: ProductFields, createdSeconds: number): Stripe.Product {
  return {
    id: id ?? newId('prod', 14),
    object: 'product',
    created: createdSeconds,
    default_price: null,
    livemode: false,
    marketing_features: [],
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: createdSeconds,
    url: null,
    ...from,
  };
}

export interface PriceFields {
  product: string;
  currency: string;
  unitAmount: number;
  active: boolean;
  lookupKey: string | null;
  nickname: string | null;
  recurring: { interval: Stripe.Price.Recurring.Interval; intervalCount: number } | null;
  metadata: Record<string, string>;
}

/** A price of the catalogue, in minor units; recurring or for once. */
export function buildPrice(from: PriceFields, createdSeconds: number): Stripe.Price {
  return {
    id: newId('price'),
    object: 'price',
    active: from.active,
    billing_scheme: 'per_unit',
    created: createdSeconds,
    currency: from.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: from.lookupKey,
    metadata: from.metadata,
    nickname: from.nickname,
    product: from.product,
    recurring: from.recurring && {
      interval: from.recurring.interval,
      interval_count: from.recurring.intervalCount,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: from.recurring ? 'recurring' : 'one_time',
    unit_amount: from.unitAmount,
    unit_amount_decimal: String(from.unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
  };
}
