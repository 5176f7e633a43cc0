import { endSubscription, findSubscription } from '../billing/standing.ts';
import {
  changePrice,
  itemOf,
  pauseSubscription,
  resumeSubscription,
  setCancelAtPeriodEnd,
} from '../billing/subscriptions.ts';
import { noSuchReference, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, listOf, mergeMetadata, metadata, oneOf, shape, text } from '../params.ts';
import { idOf } from '../references.ts';

const URL = '/v1/subscriptions';

const STATUSES = [
  ...(['active', 'all', 'canceled', 'ended', 'incomplete', 'incomplete_expired'] as const),
  ...(['past_due', 'paused', 'trialing', 'unpaid'] as const),
];

const isEnded = (status: string) => status === 'canceled' || status === 'incomplete_expired';

/** Which subscriptions a list shows; without a status all that have not ended. */
function isListed(status: string, wanted: (typeof STATUSES)[number] | undefined): boolean {
  if (wanted === 'all') return true;
  if (wanted === undefined) return !isEnded(status);
  return wanted === 'ended' ? isEnded(status) : status === wanted;
}

const ITEM = shape({
  id: text(),
  price: text(),
  ...unplayed('billing_thresholds', 'clear_usage', 'current_trial', 'deleted', 'discounts', 'metadata'),
  ...unplayed('plan', 'price_data', 'quantity', 'tax_rates'),
});

export const subscriptions = [
  operation(
    'GET',
    URL,
    {
      ...PAGE,
      ...CREATED,
      customer: text(),
      price: text(),
      status: oneOf(...STATUSES),
      ...unplayed('automatic_tax', 'collection_method', 'current_period_end', 'current_period_start'),
      ...unplayed('customer_account', 'plan', 'test_clock'),
    },
    (world, input) => {
      const found = world.store
        .all('subscription')
        .filter((one) => isListed(one.status, input.status))
        .filter((one) => input.customer === undefined || idOf(one.customer) === input.customer)
        .filter((one) => input.price === undefined || itemOf(one).price.id === input.price);
      return pageOf(found, input, URL);
    },
  ),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => findSubscription(world, id)),
  operation(
    'POST',
    `${URL}/{id}`,
    {
      cancel_at_period_end: flag(),
      items: listOf(ITEM, 1),
      metadata: metadata(),
      proration_behavior: oneOf('always_invoice'),
      ...unplayed('add_invoice_items', 'application_fee_percent', 'automatic_tax', 'billing_cycle_anchor'),
      ...unplayed('billing_schedules', 'billing_thresholds', 'cancel_at', 'cancellation_details'),
      ...unplayed('collection_method', 'days_until_due', 'default_payment_method', 'default_source'),
      ...unplayed('default_tax_rates', 'description', 'discounts', 'invoice_settings', 'off_session'),
      ...unplayed('on_behalf_of', 'pause_collection', 'payment_behavior', 'payment_settings'),
      ...unplayed('pending_invoice_item_interval', 'proration_date', 'transfer_data', 'trial_end'),
      ...unplayed('trial_from_plan', 'trial_settings'),
    },
    (world, input, id) => {
      const before = findSubscription(world, id);
      const price = input.items?.[0]?.price;
      if (price !== undefined) {
        const found = world.store.get('price', price);
        if (!found) throw noSuchReference('price', price, 'items[0][price]');
        changePrice(world, id, found);
      }
      if (input.cancel_at_period_end !== undefined)
        setCancelAtPeriodEnd(world, id, input.cancel_at_period_end);
      const merged = mergeMetadata(before.metadata, input.metadata);
      return world.store.patch('subscription', id, { metadata: merged });
    },
  ),
  operation(
    'DELETE',
    `${URL}/{id}`,
    unplayed('cancellation_details', 'invoice_now', 'prorate'),
    (world, _input, id) => {
      const { status } = findSubscription(world, id);
      if (isEnded(status)) throw refused(`No such subscription: '${id}'`, { code: 'resource_missing' });
      return endSubscription(world, id, 'cancellation_requested');
    },
  ),
  operation(
    'POST',
    `${URL}/{id}/pause`,
    { type: oneOf('subscription'), ...unplayed('bill_for', 'invoicing_behavior') },
    (world, _input, id) => pauseSubscription(world, id),
  ),
  operation(
    'POST',
    `${URL}/{id}/resume`,
    unplayed('billing_cycle_anchor', 'payment_behavior', 'proration_behavior', 'proration_date'),
    (world, _input, id) => resumeSubscription(world, id),
  ),
];
