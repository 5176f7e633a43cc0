import { collect, invoiceOf, voidInvoice } from '../billing/invoices.ts';
import { Fault, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { subscriptionOf } from '../objects/invoice.ts';
import { operation, unplayed } from '../operation.ts';
import { oneOf, text } from '../params.ts';
import { idOf } from '../references.ts';

const URL = '/v1/invoices';

export const invoices = [
  operation(
    'GET',
    URL,
    {
      ...PAGE,
      ...CREATED,
      customer: text(),
      status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
      subscription: text(),
      ...unplayed('collection_method', 'customer_account', 'due_date'),
    },
    (world, input) => {
      const found = world.store
        .all('invoice')
        .filter((one) => input.status === undefined || one.status === input.status)
        .filter((one) => input.customer === undefined || idOf(one.customer) === input.customer)
        .filter((one) => input.subscription === undefined || subscriptionOf(one) === input.subscription);
      return pageOf(found, input, URL);
    },
  ),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => invoiceOf(world, id)),
  operation(
    'POST',
    `${URL}/{id}/pay`,
    unplayed('forgive', 'mandate', 'off_session', 'paid_out_of_band', 'payment_method', 'source'),
    (world, _input, id) => {
      if (invoiceOf(world, id).status !== 'open') throw refused('Invoice is not open.');
      if (collect(world, id)) return invoiceOf(world, id);
      const code = 'card_declined';
      throw new Fault(402, { type: 'card_error', code, message: 'Your card was declined.' });
    },
  ),
  operation('POST', `${URL}/{id}/void`, {}, (world, _input, id) => {
    if (invoiceOf(world, id).status !== 'open') throw refused('You can only void an open invoice.');
    return voidInvoice(world, id);
  }),
];
