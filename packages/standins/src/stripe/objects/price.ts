import type Stripe from 'stripe';
import { newId } from '../ids.ts';

/** The product that `price_data[product_data]` makes on the fly; it is not active in the catalogue. */
export function buildInlineProduct(
  from: { name: string; description: string | null; images: string[]; metadata: Record<string, string> },
  createdSeconds: number,
): Stripe.Product {
  return {
    id: newId('prod', 14),
    object: 'product',
    active: false,
    created: createdSeconds,
    default_price: null,
    description: from.description,
    images: from.images,
    livemode: false,
    marketing_features: [],
    metadata: from.metadata,
    name: from.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: createdSeconds,
    url: null,
  };
}

/** The one-time price of such a product, in minor units. */
export function buildInlinePrice(
  product: string,
  currency: string,
  unitAmount: number,
  createdSeconds: number,
): Stripe.Price {
  return {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: createdSeconds,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
  };
}

export function buildLineItem(
  price: Stripe.Price,
  description: string,
  quantity: number,
  metadata: Record<string, string>,
): Stripe.LineItem {
  const total = (price.unit_amount ?? 0) * quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description,
    metadata,
    price,
    quantity,
  };
}
