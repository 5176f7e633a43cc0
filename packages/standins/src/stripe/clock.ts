import type { Store } from './store.ts';

const OFFSET = 'clock-offset-ms';

/** The stand-in's one clock: the machine's (or a given one) plus what it was moved on by. */
export class Clock {
  readonly #store: Store;
  readonly #base: () => number;

  constructor(store: Store, base: () => number = Date.now) {
    this.#store = store;
    this.#base = base;
  }

  get offsetMs(): number {
    return this.#store.get('setting', OFFSET)?.value ?? 0;
  }

  nowMs(): number {
    return this.#base() + this.offsetMs;
  }

  /** Unix seconds, as the API writes moments. */
  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  advance(seconds: number): void {
    this.#store.put('setting', { id: OFFSET, value: this.offsetMs + seconds * 1000 });
  }
}
