import type Stripe from 'stripe';
import { badParameter, noSuch } from '../errors.ts';
import { newId } from '../ids.ts';
import { PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, listOf, mergeMetadata, metadata, required, text, unsettable } from '../params.ts';
import { API_VERSION } from '../webhooks/event-bus.ts';
import type { World } from '../world.ts';

const URL = '/v1/webhook_endpoints';

const CREATE_FIELDS = {
  description: unsettable(text()),
  enabled_events: required(listOf(text())),
  metadata: metadata(),
  url: required(text()),
  ...unplayed('api_version', 'connect'),
};
const UPDATE_FIELDS = {
  description: unsettable(text()),
  disabled: flag(),
  enabled_events: listOf(text()),
  metadata: metadata(),
  url: text(),
};

function endpointOf(world: World, id: string) {
  const endpoint = world.store.get('webhook_endpoint', id);
  if (!endpoint) throw noSuch('webhook_endpoint', id);
  return endpoint;
}

function checkUrl(url: string | undefined): void {
  if (url === undefined || /^https?:$/.test(globalThis.URL.parse(url)?.protocol ?? '')) return;
  throw badParameter(
    'Invalid URL: An explicit scheme (such as https) must be provided.',
    'url',
    'url_invalid',
  );
}

export const webhookEndpoints = [
  operation('POST', URL, CREATE_FIELDS, (world, input) => {
    checkUrl(input.url);
    const endpoint: Stripe.WebhookEndpoint = {
      id: newId('we'),
      object: 'webhook_endpoint',
      api_version: API_VERSION,
      application: null,
      created: world.clock.nowSeconds(),
      description: input.description ?? null,
      enabled_events: input.enabled_events,
      livemode: false,
      metadata: input.metadata ?? {},
      status: 'enabled',
      url: input.url,
    };
    const secret = newId('whsec', 32);
    world.store.put('endpoint_secret', { id: endpoint.id, secret });
    return { ...world.store.put('webhook_endpoint', endpoint), secret };
  }),
  operation('GET', URL, PAGE, (world, input) => pageOf(world.store.all('webhook_endpoint'), input, URL)),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => endpointOf(world, id)),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    checkUrl(input.url);
    const before = endpointOf(world, id);
    const { disabled, metadata: change, ...rest } = input;
    const status = disabled === undefined ? before.status : disabled ? 'disabled' : 'enabled';
    const merged = mergeMetadata(before.metadata, change);
    return world.store.patch('webhook_endpoint', id, { ...rest, status, metadata: merged });
  }),
  operation('DELETE', `${URL}/{id}`, {}, (world, _input, id) => {
    endpointOf(world, id);
    world.store.remove('webhook_endpoint', id);
    world.store.remove('endpoint_secret', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
