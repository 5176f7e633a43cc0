import type Stripe from 'stripe';
import { noSuch } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { text } from '../params.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const URL = '/v1/balance_transactions';

const LIST_FIELDS = {
  ...PAGE,
  ...CREATED,
  currency: text(3),
  source: text(),
  type: text(),
  ...unplayed('payout'),
};

/** Money becomes available by the clock; what is stored is how it began. */
function asOfNow(world: World, movement: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  const available = movement.available_on <= world.clock.nowSeconds();
  return { ...movement, status: available ? 'available' : 'pending' };
}

function sums(movements: Stripe.BalanceTransaction[]) {
  const perCurrency = Map.groupBy(movements, (movement) => movement.currency);
  const added = [...perCurrency].map(([currency, some]) => {
    const amount = some.reduce((sum, { net }) => sum + net, 0);
    return { amount, currency, source_types: { card: amount } };
  });
  return added.length > 0 ? added : [{ amount: 0, currency: 'usd', source_types: { card: 0 } }];
}

export const balance = [
  operation('GET', '/v1/balance', {}, (world) => {
    const movements = world.store.all('balance_transaction').map((one) => asOfNow(world, one));
    const by = Map.groupBy(movements, ({ status }) => status);
    return {
      object: 'balance',
      available: sums(by.get('available') ?? []),
      connect_reserved: [{ amount: 0, currency: 'usd' }],
      livemode: false,
      pending: sums(by.get('pending') ?? []),
    };
  }),
  operation('GET', URL, LIST_FIELDS, (world, input) => {
    const found = world.store
      .all('balance_transaction')
      .filter((one) => input.currency === undefined || one.currency === input.currency)
      .filter((one) => input.source === undefined || idOf(one.source) === input.source)
      .filter((one) => input.type === undefined || one.type === input.type)
      .map((one) => asOfNow(world, one));
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => {
    const movement = world.store.get('balance_transaction', id);
    if (!movement) throw noSuch('balance_transaction', id);
    return asOfNow(world, movement);
  }),
];
