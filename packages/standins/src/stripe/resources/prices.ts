import { badParameter, noSuch, noSuchReference, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { buildPrice } from '../objects/catalogue.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, integer, listOf, mergeMetadata, metadata, oneOf, required, shape, text } from '../params.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { LARGEST_AMOUNT } from './checkout-session-params.ts';

const URL = '/v1/prices';

const RECURRING = shape({
  interval: required(oneOf('day', 'month', 'week', 'year')),
  interval_count: integer(1, 36),
  usage_type: oneOf('licensed'),
  ...unplayed('meter', 'trial_period_days'),
});

function priceOf(world: World, id: string) {
  const price = world.store.get('price', id);
  if (!price) throw noSuch('price', id);
  return price;
}

/** A lookup key belongs to one price; it moves only when that is asked for. */
function claimKey(world: World, key: string | undefined, transfer: boolean | undefined): void {
  const holder =
    key === undefined ? undefined : world.store.all('price').find((one) => one.lookup_key === key);
  if (!holder) return;
  if (transfer !== true) {
    const message = `A price (\`${holder.id}\`) already uses that lookup key.`;
    throw refused(message, { param: 'lookup_key' });
  }
  world.store.patch('price', holder.id, { lookup_key: null });
}

export const prices = [
  operation(
    'POST',
    URL,
    {
      active: flag(),
      currency: required(text(3)),
      lookup_key: text(200),
      metadata: metadata(),
      nickname: text(),
      product: text(),
      recurring: RECURRING,
      transfer_lookup_key: flag(),
      unit_amount: integer(0, LARGEST_AMOUNT),
      ...unplayed('billing_scheme', 'currency_options', 'custom_unit_amount', 'product_data'),
      ...unplayed('tax_behavior', 'tiers', 'tiers_mode', 'transform_quantity', 'unit_amount_decimal'),
    },
    (world, input) => {
      if (input.product === undefined)
        throw badParameter('Missing required param: product.', 'product', 'parameter_missing');
      if (input.unit_amount === undefined)
        throw badParameter('Missing required param: unit_amount.', 'unit_amount', 'parameter_missing');
      if (!world.store.get('product', input.product))
        throw noSuchReference('product', input.product, 'product');
      claimKey(world, input.lookup_key, input.transfer_lookup_key);
      const from = {
        product: input.product,
        currency: input.currency,
        unitAmount: input.unit_amount,
        active: input.active ?? true,
        lookupKey: input.lookup_key ?? null,
        nickname: input.nickname ?? null,
        recurring: input.recurring
          ? { interval: input.recurring.interval, intervalCount: input.recurring.interval_count ?? 1 }
          : null,
        metadata: input.metadata ?? {},
      };
      const price = world.store.put('price', buildPrice(from, world.clock.nowSeconds()));
      world.events.emit('price.created', price);
      return price;
    },
  ),
  operation(
    'GET',
    URL,
    {
      ...PAGE,
      ...CREATED,
      active: flag(),
      currency: text(3),
      lookup_keys: listOf(text(), 10),
      product: text(),
      type: oneOf('one_time', 'recurring'),
      ...unplayed('recurring'),
    },
    (world, input) => {
      const found = world.store
        .all('price')
        .filter((one) => input.active === undefined || one.active === input.active)
        .filter((one) => input.currency === undefined || one.currency === input.currency)
        .filter((one) => input.type === undefined || one.type === input.type)
        .filter((one) => input.product === undefined || idOf(one.product) === input.product)
        .filter((one) => input.lookup_keys === undefined || input.lookup_keys.includes(one.lookup_key ?? ''));
      return pageOf(found, input, URL);
    },
  ),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => priceOf(world, id)),
  operation(
    'POST',
    `${URL}/{id}`,
    {
      active: flag(),
      lookup_key: text(200),
      metadata: metadata(),
      nickname: text(),
      transfer_lookup_key: flag(),
      ...unplayed('currency_options', 'tax_behavior'),
    },
    (world, { transfer_lookup_key: transfer, ...input }, id) => {
      const before = priceOf(world, id);
      if (input.lookup_key !== before.lookup_key) claimKey(world, input.lookup_key, transfer);
      const metadataAfter = mergeMetadata(before.metadata, input.metadata);
      const changed = world.store.patch('price', id, { ...input, metadata: metadataAfter });
      world.events.emit('price.updated', changed, { active: before.active });
      return changed;
    },
  ),
];
