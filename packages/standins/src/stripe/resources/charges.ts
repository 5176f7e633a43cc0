import { noSuch } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { mergeMetadata, metadata, text } from '../params.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const URL = '/v1/charges';

function chargeOf(world: World, id: string) {
  const charge = world.store.get('charge', id);
  if (!charge) throw noSuch('charge', id);
  return charge;
}

const LIST_FIELDS = { ...PAGE, ...CREATED, customer: text(), payment_intent: text(), transfer_group: text() };

const UPDATE_FIELDS = {
  description: text(1000),
  metadata: metadata(),
  receipt_email: text(800),
  transfer_group: text(),
  ...unplayed('customer', 'fraud_details', 'shipping'),
};

export const charges = [
  operation('GET', URL, LIST_FIELDS, (world, input) => {
    const found = world.store
      .all('charge')
      .filter((one) => input.customer === undefined || idOf(one.customer) === input.customer)
      .filter(
        (one) => input.payment_intent === undefined || idOf(one.payment_intent) === input.payment_intent,
      )
      .filter((one) => input.transfer_group === undefined || one.transfer_group === input.transfer_group);
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => chargeOf(world, id)),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    const { metadata: change, ...rest } = input;
    const before = chargeOf(world, id);
    const merged = mergeMetadata(before.metadata, change);
    const changed = world.store.patch('charge', id, { ...rest, metadata: merged });
    world.events.emit('charge.updated', changed, { metadata: before.metadata });
    return changed;
  }),
];
