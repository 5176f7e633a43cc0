import type Stripe from 'stripe';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Schedule } from '../schedule.ts';
import type { Store } from '../store.ts';
import { type Attempt, type Delivery, type DeliveryBehaviour, ORDINARY, retryDelayMs } from './delivery.ts';
import { signatureHeader } from './signature.ts';

/** Where events go, under which secret; without `events` all types. */
export interface WebhookTarget {
  url: string;
  secret: string;
  events?: string[];
}

const REORDER_WINDOW_MS = 400;
const REORDER_STEP_MS = 25;

/** Hands events to endpoints, signed, with retries that survive a restart, and misbehaves on request. */
export class Deliveries {
  behaviour: DeliveryBehaviour = ORDINARY;
  targets: WebhookTarget[] = [];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #stop = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  #burst = { endsAtMs: 0, count: 0 };

  constructor(store: Store, clock: Clock, schedule: Schedule) {
    this.#store = store;
    this.#clock = clock;
    this.#schedule = schedule;
    schedule.on('attempt-delivery', (id) => this.#begin(id));
  }

  /** What was on its way, or held, when the process ended is sent. */
  resume(): void {
    for (const delivery of this.#store.all('delivery')) {
      if (delivery.status !== 'sending' && delivery.status !== 'held') continue;
      this.#store.patch('delivery', delivery.id, { status: 'pending' });
      this.#schedule.at(this.#clock.nowMs(), 'attempt-delivery', delivery.id);
    }
  }

  /** The endpoints that want this type of event. */
  targetsOf(type: string): WebhookTarget[] {
    return this.#allTargets().filter(
      ({ events }) => !events || events.includes('*') || events.includes(type),
    );
  }

  dispatch(event: Stripe.Event): void {
    const drop = this.behaviour.drop > 0;
    if (drop) this.behaviour = { ...this.behaviour, drop: this.behaviour.drop - 1 };
    const atMs = this.#firstAttemptAtMs();
    for (const { url } of this.targetsOf(event.type)) {
      for (let copy = 0; copy <= this.behaviour.duplicates; copy += 1) {
        const status = drop ? 'dropped' : this.behaviour.hold ? 'held' : 'pending';
        this.#queue({ event: event.id, type: event.type, url, copy }, status, atMs);
      }
    }
  }

  /** Sends an event once more to every endpoint that wants it, at once, whatever became of it before. */
  resend(event: Stripe.Event): Delivery[] {
    const nowMs = this.#clock.nowMs();
    return this.targetsOf(event.type).map(({ url }) =>
      this.#queue({ event: event.id, type: event.type, url, copy: 0 }, 'pending', nowMs),
    );
  }

  /** Lets go what was held, in its order; answers how many. New events are no longer held. */
  release(): number {
    this.behaviour = { ...this.behaviour, hold: false };
    const held = this.#store.all('delivery').filter((delivery) => delivery.status === 'held');
    for (const { id } of held) {
      const nowMs = this.#clock.nowMs();
      this.#store.patch('delivery', id, { status: 'pending', nextAttemptAtMs: nowMs });
      this.#schedule.at(nowMs, 'attempt-delivery', id);
    }
    return held.length;
  }

  /** Breaks off what is being sent and waits for it to be noted. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#sending);
  }

  #allTargets(): WebhookTarget[] {
    const made = this.#store.all('webhook_endpoint').filter((endpoint) => endpoint.status === 'enabled');
    const own = made.map(({ id, url, enabled_events }) => ({
      url,
      secret: this.#store.get('endpoint_secret', id)?.secret ?? '',
      events: enabled_events,
    }));
    return [...this.targets, ...own];
  }

  #firstAttemptAtMs(): number {
    const nowMs = this.#clock.nowMs();
    if (!this.behaviour.reorder) return nowMs + this.behaviour.delayMs;
    if (nowMs > this.#burst.endsAtMs) this.#burst = { endsAtMs: nowMs + REORDER_WINDOW_MS, count: 0 };
    this.#burst.count += 1;
    return this.#burst.endsAtMs + this.behaviour.delayMs - REORDER_STEP_MS * this.#burst.count;
  }

  #queue(
    what: Pick<Delivery, 'event' | 'type' | 'url' | 'copy'>,
    status: Delivery['status'],
    atMs: number,
  ): Delivery {
    const nextAttemptAtMs = status === 'pending' ? atMs : null;
    const delivery = { id: newId('whd'), ...what, status, attempts: [], nextAttemptAtMs };
    this.#store.put('delivery', delivery);
    if (status === 'pending') this.#schedule.at(atMs, 'attempt-delivery', delivery.id);
    return delivery;
  }

  #begin(id: string): void {
    const delivery = this.#store.get('delivery', id);
    if (delivery?.status !== 'pending' || this.#stop.signal.aborted) return;
    this.#store.patch('delivery', id, { status: 'sending', nextAttemptAtMs: null });
    const sending = this.#attempt(delivery).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const atMs = this.#clock.nowMs();
    const startedMs = performance.now();
    const outcome = await this.#send(delivery);
    if (this.#stop.signal.aborted) return; // stays 'sending': the next start sends it again
    const durationMs = Math.round(performance.now() - startedMs);
    this.#settle(delivery, { atMs, durationMs, ...outcome });
  }

  async #send(delivery: Delivery): Promise<{ status: number | null; error: string | null }> {
    const event = this.#store.get('event', delivery.event);
    // An address that is no longer known moved with a restart of the product.
    const target = this.#allTargets().find(({ url }) => url === delivery.url) ?? this.targets[0];
    if (!event || !target) return { status: null, error: 'the endpoint is gone' };
    const body = JSON.stringify(event, null, 2);
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          // The receiver measures the age on its own clock, so every attempt is signed anew by the real one.
          'stripe-signature': signatureHeader(body, target.secret, Math.floor(Date.now() / 1000)),
        },
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.behaviour.timeoutMs)]),
      });
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.name : 'unknown' };
    }
  }

  #settle({ id, event, attempts: before }: Delivery, attempt: Attempt): void {
    const attempts = [...before, attempt];
    if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
      this.#store.patch('delivery', id, { status: 'delivered', attempts });
      const pending = this.#store.get('event', event)?.pending_webhooks ?? 0;
      this.#store.patch('event', event, { pending_webhooks: Math.max(pending - 1, 0) });
      return;
    }
    if (attempts.length >= this.behaviour.maxAttempts) {
      this.#store.patch('delivery', id, { status: 'failed', attempts });
      return;
    }
    const nextAttemptAtMs = this.#clock.nowMs() + retryDelayMs(attempts.length, this.behaviour);
    this.#store.patch('delivery', id, { status: 'pending', attempts, nextAttemptAtMs });
    this.#schedule.at(nextAttemptAtMs, 'attempt-delivery', id);
  }
}
