import { noSuch, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { mergeMetadata, metadata, oneOf, text, unsettable } from '../params.ts';
import { cancelIntent, sessionOfIntent } from '../payments/session.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const URL = '/v1/payment_intents';

function intentOf(world: World, id: string) {
  const intent = world.store.get('payment_intent', id);
  if (!intent) throw noSuch('payment_intent', id);
  return intent;
}

const UPDATE_FIELDS = {
  description: text(1000),
  metadata: metadata(),
  receipt_email: unsettable(text(800)),
  transfer_group: text(),
  ...unplayed('allowed_payment_method_types', 'amount', 'amount_details', 'application_fee_amount'),
  ...unplayed('capture_method', 'currency', 'customer', 'customer_account'),
  ...unplayed('excluded_payment_method_types', 'hooks', 'payment_details', 'payment_method'),
  ...unplayed('payment_method_configuration', 'payment_method_data', 'payment_method_options'),
  ...unplayed('setup_future_usage', 'shipping', 'statement_descriptor'),
  ...unplayed('statement_descriptor_suffix', 'transfer_data'),
};

const CANCEL_FIELDS = {
  cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
};

export const paymentIntents = [
  operation(
    'GET',
    URL,
    { ...PAGE, ...CREATED, customer: text(), ...unplayed('customer_account') },
    (world, input) => {
      const found = world.store
        .all('payment_intent')
        .filter((one) => input.customer === undefined || idOf(one.customer) === input.customer);
      return pageOf(found, input, URL);
    },
  ),
  operation('GET', `${URL}/{id}`, unplayed('client_secret'), (world, _input, id) => intentOf(world, id)),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    const { metadata: change, ...rest } = input;
    const merged = mergeMetadata(intentOf(world, id).metadata, change);
    return world.store.patch('payment_intent', id, { ...rest, metadata: merged });
  }),
  operation('POST', `${URL}/{id}/cancel`, CANCEL_FIELDS, (world, input, id) => {
    const intent = intentOf(world, id);
    if (sessionOfIntent(world, id)?.status === 'open') {
      const message =
        'You cannot cancel the PaymentIntent of an open Checkout Session. Expire the Checkout Session instead.';
      throw refused(message, { code: 'payment_intent_unexpected_state' });
    }
    if (!['requires_payment_method', 'requires_action', 'requires_confirmation'].includes(intent.status)) {
      const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
      throw refused(message, { code: 'payment_intent_unexpected_state' });
    }
    return cancelIntent(world, id, input.cancellation_reason ?? null);
  }),
];
