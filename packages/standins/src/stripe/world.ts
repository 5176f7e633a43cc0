import { Clock } from './clock.ts';
import { Schedule } from './schedule.ts';
import { Store } from './store.ts';
import { Deliveries } from './webhooks/deliveries.ts';
import { EventBus } from './webhooks/event-bus.ts';

export interface Settings {
  /** The name that the hosted pages show as the merchant. */
  merchant: string;
  /** How long a bank debit takes by itself; null waits for a command. */
  settleAfterSeconds: number | null;
  /** What becomes of a subscription when the last try to collect failed. */
  afterLastRetry: 'cancel' | 'unpaid';
}

/** All that the operations work on: one store, one clock, one schedule, one event bus. */
export interface World {
  store: Store;
  clock: Clock;
  schedule: Schedule;
  deliveries: Deliveries;
  events: EventBus;
  settings: Settings;
  /** The address of this server, without a slash at the end; known once it listens. */
  baseUrl: string;
}

export function makeWorld(options: { dataDir?: string; now?: () => number; settings: Settings }): World {
  const store = new Store(options.dataDir);
  const clock = new Clock(store, options.now);
  const schedule = new Schedule(store, clock);
  const deliveries = new Deliveries(store, clock, schedule);
  const events = new EventBus(store, clock, deliveries);
  return { store, clock, schedule, deliveries, events, settings: options.settings, baseUrl: '' };
}
