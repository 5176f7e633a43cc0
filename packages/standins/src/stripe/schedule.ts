import type { Clock } from './clock.ts';
import { newId } from './ids.ts';
import type { Task } from './records.ts';
import type { Store } from './store.ts';

const LONGEST_SLEEP_MS = 3_600_000;
const SHORTEST_SLEEP_MS = 5;

/** Runs stored tasks when the clock reaches them; handlers bear a task whose subject has moved on. */
export class Schedule {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #handlers = new Map<Task['name'], (subject: string) => void>();
  #timer: NodeJS.Timeout | undefined;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  on(name: Task['name'], handler: (subject: string) => void): void {
    this.#handlers.set(name, handler);
  }

  at(atMs: number, name: Task['name'], subject: string): void {
    this.#store.put('task', { id: newId('task'), atMs, name, subject });
    if (atMs < this.#wakeAtMs) this.#sleepUntil(atMs);
  }

  /** Runs all that is due, in the order of its moments, and sleeps until the next. */
  run(): void {
    for (;;) {
      const nowMs = this.#clock.nowMs();
      const due = this.#store.all('task').filter((task) => task.atMs <= nowMs);
      if (due.length === 0) break;
      for (const task of due.sort((a, b) => a.atMs - b.atMs)) {
        this.#store.remove('task', task.id);
        this.#handlers.get(task.name)?.(task.subject);
      }
    }
    this.#sleepUntil(Math.min(Number.POSITIVE_INFINITY, ...this.#store.all('task').map((task) => task.atMs)));
  }

  /** The moment of the earliest task, or nothing. */
  nextAtMs(): number | undefined {
    const moments = this.#store.all('task').map((task) => task.atMs);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #sleepUntil(atMs: number): void {
    clearTimeout(this.#timer);
    this.#wakeAtMs = atMs;
    if (this.#stopped || atMs === Number.POSITIVE_INFINITY) return;
    const sleepMs = Math.min(Math.max(atMs - this.#clock.nowMs(), SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.run(), sleepMs);
  }
}
