import type Stripe from 'stripe';
import { newId } from '../ids.ts';
import { idOf } from '../references.ts';

export interface NewSubscription {
  customer: string;
  price: Stripe.Price;
  method: string;
  metadata: Record<string, string>;
  startSeconds: number;
  endSeconds: number;
}

/** A subscription of one item, which carries the period; it is active, because Checkout makes it when it is paid. */
export function buildSubscription(from: NewSubscription): Stripe.Subscription {
  const id = newId('sub');
  const { startSeconds } = from;
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: startSeconds,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: startSeconds,
    currency: from.price.currency,
    customer: from.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: from.method,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: [buildItem(id, from)],
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: from.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: startSeconds,
    status: 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  } as unknown as Stripe.Subscription;
}

function buildItem(subscription: string, from: NewSubscription): Stripe.SubscriptionItem {
  return {
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: from.startSeconds,
    current_period_end: from.endSeconds,
    current_period_start: from.startSeconds,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(from.price),
    price: from.price,
    quantity: 1,
    subscription,
    tax_rates: [],
  } as unknown as Stripe.SubscriptionItem;
}

/** The older shape of a recurring price, which items still show. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: price.nickname,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  } as unknown as Stripe.Plan;
}
