import { noSuch } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation } from '../operation.ts';
import { flag, listOf, text } from '../params.ts';

const URL = '/v1/events';
const FIELDS = { ...PAGE, ...CREATED, delivery_success: flag(), type: text(), types: listOf(text(), 20) };

/** `charge.*` names all types that begin so. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

export const events = [
  operation('GET', URL, FIELDS, (world, input) => {
    const patterns = input.types ?? (input.type === undefined ? ['*'] : [input.type]);
    const found = world.store
      .all('event')
      .filter((event) => patterns.some((pattern) => matches(pattern, event.type)))
      .filter(
        (event) =>
          input.delivery_success === undefined || (event.pending_webhooks === 0) === input.delivery_success,
      );
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => {
    const event = world.store.get('event', id);
    if (!event) throw noSuch('event', id);
    return event;
  }),
];
