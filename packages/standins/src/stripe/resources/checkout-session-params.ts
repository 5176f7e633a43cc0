import { unplayed } from '../operation.ts';
import { integer, listOf, metadata, notPlayed, oneOf, required, shape, text, unsettable } from '../params.ts';

const LOCALES = [
  ...([
    'auto',
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'en-GB',
    'es',
    'es-419',
    'et',
    'fi',
    'fil',
    'fr',
  ] as const),
  ...([
    'fr-CA',
    'hi-IN',
    'hr',
    'hu',
    'id',
    'it',
    'ja',
    'ko',
    'lt',
    'lv',
    'ms',
    'mt',
    'nb',
    'nl',
    'pl',
  ] as const),
  ...(['pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sv', 'th', 'tr', 'vi', 'zh', 'zh-HK', 'zh-TW'] as const),
];

/** The largest amount a charge can have, in minor units. */
export const LARGEST_AMOUNT = 99_999_999;

const PRODUCT_DATA = shape({
  name: required(text(250)),
  description: text(),
  images: listOf(text(2048), 8),
  metadata: metadata(),
  ...unplayed('tax_code', 'tax_details', 'unit_label'),
});

const LINE_ITEM = shape({
  price: text(),
  price_data: shape({
    currency: required(text(3)),
    product: text(),
    product_data: PRODUCT_DATA,
    unit_amount: integer(0, LARGEST_AMOUNT),
    ...unplayed('recurring', 'tax_behavior', 'unit_amount_decimal'),
  }),
  quantity: integer(0, 999_999),
  metadata: metadata(),
  ...unplayed('adjustable_quantity', 'tax_rates'),
});

const PAYMENT_INTENT_DATA = shape({
  application_fee_amount: integer(0, LARGEST_AMOUNT),
  capture_method: oneOf('automatic', 'automatic_async'),
  description: text(1000),
  metadata: metadata(),
  on_behalf_of: text(),
  receipt_email: text(),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: shape({ destination: required(text()), amount: integer(1, LARGEST_AMOUNT) }),
  transfer_group: text(),
  ...unplayed('setup_future_usage', 'shipping'),
});

const SUBSCRIPTION_DATA = shape({
  metadata: metadata(),
  ...unplayed('application_fee_percent', 'billing_cycle_anchor', 'billing_cycle_anchor_config'),
  ...unplayed('billing_mode', 'default_tax_rates', 'description', 'invoice_settings', 'on_behalf_of'),
  ...unplayed('pending_invoice_item_interval', 'proration_behavior', 'transfer_data', 'trial_end'),
  ...unplayed('trial_period_days', 'trial_settings'),
});

/** What creating a session takes; the rest of the vendor's parameters are refused by name. */
export const CREATE_FIELDS = {
  billing_address_collection: oneOf('auto', 'required'),
  cancel_url: text(),
  client_reference_id: text(200),
  currency: text(3),
  customer: text(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: text(800),
  expires_at: integer(0),
  line_items: listOf(LINE_ITEM),
  locale: unsettable(oneOf(...LOCALES)),
  metadata: metadata(),
  mode: required(oneOf('payment', 'setup', 'subscription')),
  payment_intent_data: PAYMENT_INTENT_DATA,
  allowed_payment_method_types: listOf(oneOf('card', 'sepa_debit', 'us_bank_account')),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  subscription_data: SUBSCRIPTION_DATA,
  success_url: text(),
  ui_mode: oneOf('hosted_page'),
  ...unplayed(
    'adaptive_pricing',
    'after_expiration',
    'allow_promotion_codes',
    'automatic_tax',
    'branding_settings',
    'consent_collection',
    'custom_fields',
    'custom_text',
    'customer_account',
    'customer_update',
    'discounts',
    'excluded_payment_method_types',
    'integration_identifier',
    'invoice_creation',
    'managed_payments',
    'name_collection',
    'optional_items',
    'origin_context',
    'payment_method_collection',
    'payment_method_configuration',
    'payment_method_data',
    'payment_method_options',
    'permissions',
    'phone_number_collection',
    'redirect_on_completion',
    'return_url',
    'saved_payment_method_options',
    'setup_intent_data',
    'shipping_address_collection',
    'shipping_options',
    'tax_id_collection',
    'wallet_options',
  ),
};

/** Of a session only the metadata can be changed here. */
export const UPDATE_FIELDS = {
  metadata: metadata(),
  collected_information: notPlayed(),
  line_items: notPlayed(),
  payment_intent_data: notPlayed(),
  shipping_options: notPlayed(),
};
