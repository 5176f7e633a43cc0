import type Stripe from 'stripe';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Store } from '../store.ts';
import type { Deliveries } from './deliveries.ts';

/** The API version that the package `stripe` 23.1.0 pins. */
export const API_VERSION = '2026-10-28.endive';

type EventType = Stripe.Event['type'];
type ObjectOf<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];

/** The API request that an event comes from; null for what happens by itself. */
export type Cause = { id: string; idempotency_key: string | null } | null;

/** Where everything that happens is announced: the event is kept, listed and handed to the webhooks. */
export class EventBus {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #deliveries: Deliveries;
  readonly #listeners: ((event: Stripe.Event) => void)[] = [];
  #cause: Cause = null;

  constructor(store: Store, clock: Clock, deliveries: Deliveries) {
    this.#store = store;
    this.#clock = clock;
    this.#deliveries = deliveries;
  }

  onEvent(listener: (event: Stripe.Event) => void): void {
    this.#listeners.push(listener);
  }

  /** Runs a request's work, so that the events it makes name it. The work must not wait for anything. */
  causedBy<T>(cause: Cause, work: () => T): T {
    this.#cause = cause;
    try {
      return work();
    } finally {
      this.#cause = null;
    }
  }

  /** Announces `object` as it is now; `previous` holds the former values of what an update changed. */
  emit<T extends EventType>(type: T, object: ObjectOf<T>, previous?: Partial<ObjectOf<T>>): void {
    const data = previous ? { object, previous_attributes: previous } : { object };
    const event = {
      id: newId('evt'),
      object: 'event',
      api_version: API_VERSION,
      created: this.#clock.nowSeconds(),
      data: structuredClone(data),
      livemode: false,
      pending_webhooks: this.#deliveries.targetsOf(type).length,
      request: this.#cause ?? { id: null, idempotency_key: null },
      type,
    } as unknown as Stripe.Event;
    this.#store.put('event', event);
    for (const listener of this.#listeners) listener(event);
    this.#deliveries.dispatch(event);
  }
}
