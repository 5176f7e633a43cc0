import type Stripe from 'stripe';
import { badParameter, noSuch, noSuchReference, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, integer, mergeMetadata, metadata, oneOf, text } from '../params.ts';
import { refundCharge } from '../payments/refund.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const URL = '/v1/refunds';

const CREATE_FIELDS = {
  amount: integer(1),
  charge: text(),
  metadata: metadata(),
  payment_intent: text(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: flag(),
  reverse_transfer: flag(),
  ...unplayed('currency', 'customer', 'instructions_email', 'origin'),
};

function refundOf(world: World, id: string) {
  const refund = world.store.get('refund', id);
  if (!refund) throw noSuch('refund', id);
  return refund;
}

/** The charge that a refund is asked for, named by itself or by its intent. */
function chargeToRefund(world: World, input: { charge?: string; payment_intent?: string }): Stripe.Charge {
  if (input.charge === undefined && input.payment_intent === undefined) {
    const message =
      'One of the following params should be provided for this request: payment_intent or charge.';
    throw badParameter(message, 'charge', 'parameter_missing');
  }
  if (input.charge !== undefined) {
    const charge = world.store.get('charge', input.charge);
    if (!charge) throw noSuchReference('charge', input.charge, 'charge');
    return charge;
  }
  const intent = world.store.get('payment_intent', input.payment_intent ?? '');
  if (!intent) throw noSuchReference('payment_intent', input.payment_intent ?? '', 'payment_intent');
  const charge = world.store.get('charge', idOf(intent.latest_charge) ?? '');
  if (charge?.status !== 'succeeded') {
    const message = `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`;
    throw refused(message, { param: 'payment_intent' });
  }
  return charge;
}

/** Only a payment to a connected account has a transfer and a fee to give back. */
function checkConnected(
  charge: Stripe.Charge,
  input: { refund_application_fee?: boolean; reverse_transfer?: boolean },
): void {
  if (input.reverse_transfer && !charge.transfer_data) {
    throw refused(`Charge ${charge.id} does not have an associated transfer.`, { param: 'reverse_transfer' });
  }
  if (input.refund_application_fee && charge.application_fee_amount === null) {
    const message = `Charge ${charge.id} has no application fee to refund.`;
    throw refused(message, { param: 'refund_application_fee' });
  }
}

export const refunds = [
  operation('POST', URL, CREATE_FIELDS, (world, input) => {
    const charge = chargeToRefund(world, input);
    checkConnected(charge, input);
    return refundCharge(world, {
      chargeId: charge.id,
      amount: input.amount,
      reason: input.reason,
      metadata: input.metadata ?? {},
    });
  }),
  operation('GET', URL, { ...PAGE, ...CREATED, charge: text(), payment_intent: text() }, (world, input) => {
    const found = world.store
      .all('refund')
      .filter((one) => input.charge === undefined || idOf(one.charge) === input.charge)
      .filter(
        (one) => input.payment_intent === undefined || idOf(one.payment_intent) === input.payment_intent,
      );
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => refundOf(world, id)),
  operation('POST', `${URL}/{id}`, { metadata: metadata() }, (world, input, id) => {
    const before = refundOf(world, id);
    const merged = mergeMetadata(before.metadata, input.metadata);
    const changed = world.store.patch('refund', id, { metadata: merged });
    world.events.emit('refund.updated', changed, { metadata: before.metadata });
    return changed;
  }),
  operation('POST', `${URL}/{id}/cancel`, {}, (world, _input, id) => {
    refundOf(world, id);
    throw refused('You can only cancel refunds that are waiting for an action of the customer.');
  }),
];
