import { noSuch, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { buildProduct } from '../objects/catalogue.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, listOf, mergeMetadata, metadata, oneOf, required, text, unsettable } from '../params.ts';
import type { World } from '../world.ts';

const URL = '/v1/products';

const PLAYED = { active: flag(), images: listOf(text(2048), 8), metadata: metadata() };
const NOT_PLAYED = unplayed(
  ...(['marketing_features', 'package_dimensions', 'shippable', 'statement_descriptor'] as const),
  ...(['tax_code', 'tax_details', 'unit_label', 'url'] as const),
);

function productOf(world: World, id: string) {
  const product = world.store.get('product', id);
  if (!product) throw noSuch('product', id);
  return product;
}

export const products = [
  operation(
    'POST',
    URL,
    {
      ...PLAYED,
      ...NOT_PLAYED,
      ...unplayed('default_price_data'),
      id: text(),
      name: required(text(250)),
      description: text(),
      type: oneOf('service'),
    },
    (world, { type: _type, ...input }) => {
      if (input.id !== undefined && world.store.get('product', input.id))
        throw refused('Product already exists.', { code: 'resource_already_exists', param: 'id' });
      const from = {
        id: input.id,
        name: input.name,
        active: input.active ?? true,
        description: input.description ?? null,
        images: input.images ?? [],
        metadata: input.metadata ?? {},
      };
      const product = world.store.put('product', buildProduct(from, world.clock.nowSeconds()));
      world.events.emit('product.created', product);
      return product;
    },
  ),
  operation(
    'GET',
    URL,
    { ...PAGE, ...CREATED, active: flag(), ids: listOf(text()), ...unplayed('shippable', 'type', 'url') },
    (world, input) => {
      const found = world.store
        .all('product')
        .filter((one) => input.active === undefined || one.active === input.active)
        .filter((one) => input.ids === undefined || input.ids.includes(one.id));
      return pageOf(found, input, URL);
    },
  ),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => productOf(world, id)),
  operation(
    'POST',
    `${URL}/{id}`,
    {
      ...PLAYED,
      ...NOT_PLAYED,
      ...unplayed('default_price'),
      name: text(250),
      description: unsettable(text()),
    },
    (world, input, id) => {
      const before = productOf(world, id);
      const metadataAfter = mergeMetadata(before.metadata, input.metadata);
      const updated = world.clock.nowSeconds();
      const changed = world.store.patch('product', id, { ...input, metadata: metadataAfter, updated });
      world.events.emit('product.updated', changed, { updated: before.updated });
      return changed;
    },
  ),
];
