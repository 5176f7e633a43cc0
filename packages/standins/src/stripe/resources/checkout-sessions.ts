import { noSuch } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { mergeMetadata, oneOf, shape, text } from '../params.ts';
import { expireSession } from '../payments/session.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';
import { createSession } from './checkout-session-create.ts';
import { CREATE_FIELDS, UPDATE_FIELDS } from './checkout-session-params.ts';

const URL = '/v1/checkout/sessions';

function sessionOf(world: World, id: string) {
  const session = world.store.get('checkout.session', id);
  if (!session) throw noSuch('checkout.session', id);
  return session;
}

const LIST_FIELDS = {
  ...PAGE,
  ...CREATED,
  customer: text(),
  customer_details: shape({ email: text(800) }),
  payment_intent: text(),
  status: oneOf('complete', 'expired', 'open'),
  subscription: text(),
  ...unplayed('customer_account', 'payment_link'),
};

export const checkoutSessions = [
  operation('POST', URL, CREATE_FIELDS, (world, input) => {
    const session = createSession(world, input);
    world.schedule.at(session.expires_at * 1000, 'expire-session', session.id);
    return session;
  }),
  operation('GET', URL, LIST_FIELDS, (world, input) => {
    const email = input.customer_details?.email;
    const found = world.store
      .all('checkout.session')
      .filter((one) => input.status === undefined || one.status === input.status)
      .filter((one) => input.customer === undefined || idOf(one.customer) === input.customer)
      .filter((one) => input.subscription === undefined || idOf(one.subscription) === input.subscription)
      .filter((one) => email === undefined || one.customer_details?.email === email)
      .filter(
        (one) => input.payment_intent === undefined || idOf(one.payment_intent) === input.payment_intent,
      );
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => sessionOf(world, id)),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    const metadata = mergeMetadata(sessionOf(world, id).metadata, input.metadata);
    return world.store.patch('checkout.session', id, { metadata });
  }),
  operation('POST', `${URL}/{id}/expire`, {}, (world, _input, id) => expireSession(world, id)),
  operation('GET', `${URL}/{id}/line_items`, PAGE, (world, input, id) => {
    sessionOf(world, id);
    const lines = world.store.get('checkout_state', id)?.lines ?? [];
    return pageOf(lines.toReversed(), input, `${URL}/${id}/line_items`);
  }),
];
