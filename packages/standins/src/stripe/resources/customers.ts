import { noSuch } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { buildCustomer } from '../objects/customer.ts';
import { operation, unplayed } from '../operation.ts';
import { listOf, mergeMetadata, metadata, text } from '../params.ts';
import type { World } from '../world.ts';

const URL = '/v1/customers';

const PLAYED = {
  description: text(),
  email: text(512),
  metadata: metadata(),
  name: text(256),
  phone: text(20),
  preferred_locales: listOf(text()),
};
const NOT_PLAYED = unplayed(
  ...(['address', 'balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix'] as const),
  ...(['invoice_settings', 'next_invoice_sequence', 'shipping', 'source', 'tax'] as const),
  ...(['tax_exempt', 'validate'] as const),
);
const CREATE_FIELDS = {
  ...PLAYED,
  ...NOT_PLAYED,
  ...unplayed('payment_method', 'tax_id_data', 'test_clock'),
};
const UPDATE_FIELDS = { ...PLAYED, ...NOT_PLAYED, ...unplayed('default_source') };

function customerOf(world: World, id: string) {
  const customer = world.store.get('customer', id);
  if (!customer) throw noSuch('customer', id);
  return customer;
}

export const customers = [
  operation('POST', URL, CREATE_FIELDS, (world, input) => {
    const from = {
      description: input.description ?? null,
      email: input.email ?? null,
      name: input.name ?? null,
      phone: input.phone ?? null,
      preferred_locales: input.preferred_locales ?? [],
      metadata: input.metadata ?? {},
    };
    const customer = world.store.put('customer', buildCustomer(from, world.clock.nowSeconds()));
    world.events.emit('customer.created', customer);
    return customer;
  }),
  operation('GET', URL, { ...PAGE, ...CREATED, email: text(), ...unplayed('test_clock') }, (world, input) => {
    const found = world.store
      .all('customer')
      .filter((one) => input.email === undefined || one.email === input.email);
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => {
    if (world.store.get('deleted_customer', id)) return { id, object: 'customer', deleted: true };
    return customerOf(world, id);
  }),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    const before = customerOf(world, id);
    const { metadata: change, ...rest } = input;
    const merged = mergeMetadata(before.metadata, change);
    const changed = world.store.patch('customer', id, { ...rest, metadata: merged });
    world.events.emit('customer.updated', changed, { metadata: before.metadata });
    return changed;
  }),
  operation('DELETE', `${URL}/{id}`, {}, (world, _input, id) => {
    const customer = customerOf(world, id);
    world.store.remove('customer', id);
    world.store.put('deleted_customer', { id });
    world.events.emit('customer.deleted', customer);
    return { id, object: 'customer', deleted: true };
  }),
];
