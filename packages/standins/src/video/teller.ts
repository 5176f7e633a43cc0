import { randomUUID } from 'node:crypto';
import { messageOf } from './messages.ts';
import type { Job, Maker } from './store.ts';
import type { Claim, World } from './world.ts';

/** One message on its way to the product. */
export type Telling = {
  id: string;
  job: string;
  maker: Maker;
  claim: Claim;
  atMs: number;
  /** What came back at each try: the HTTP status, or null when there was no answer. */
  answers: (number | null)[];
};

const tries = 4;
const firstRetryMs = 1_000;
const timeoutMs = 10_000;
const contradictAfterMs = 50;
const hourMs = 3_600_000;

/** Sends messages, late, twice and contrary as the job's behaviour says, and again when they were not taken. */
export class Teller {
  readonly #world: World;
  readonly #told: Telling[] = [];
  readonly #stop = new AbortController();
  readonly #under = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Newest last. */
  told(): readonly Telling[] {
    return this.#told;
  }

  /** Says that a job has ended. Makers that never tell say nothing. */
  tellEnd(job: Job): void {
    const { tells, tellsAfterMs, duplicates, reorder, contradict } = job.behaviour;
    if (!tells || job.maker === 'runway' || job.callbackUrl === null) return;
    const claim = job.ended ?? 'processing';
    this.#later(tellsAfterMs, () => {
      for (let copy = 0; copy <= duplicates; copy += 1) this.tell(job, claim);
      if (reorder) this.tell(job, 'processing');
    });
    if (!contradict) return;
    this.#later(tellsAfterMs + contradictAfterMs, () =>
      this.tell(job, claim === 'completed' ? 'provider_failed' : 'completed'),
    );
  }

  /** Sends one message that claims this, whatever is true. */
  tell(job: Job, claim: Claim): Telling {
    const telling = {
      id: `msg_${randomUUID()}`,
      job: job.id,
      maker: job.maker,
      claim,
      atMs: Date.now(),
      answers: [],
    };
    this.#told.push(telling);
    const sending = this.#send(job, telling).finally(() => this.#under.delete(sending));
    this.#under.add(sending);
    return telling;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#under);
  }

  forget(): void {
    this.#told.length = 0;
  }

  #later(delayMs: number, act: () => void): void {
    if (delayMs === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }

  async #send(job: Job, telling: Telling): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await this.#wait(firstRetryMs * 2 ** (attempt - 1));
      if (this.#stop.signal.aborted) return;
      const status = await this.#try(job, telling);
      telling.answers.push(status);
      // Whoever refuses a message will refuse it again; makers go on all the same, but not for ever.
      if (status !== null && status >= 200 && status < 300) return;
    }
  }

  async #try(job: Job, telling: Telling): Promise<number | null> {
    if (job.callbackUrl === null) return null;
    // Every try is signed anew by the real clock, as the receiver measures the age on its own.
    const atMs = Date.now() - (job.behaviour.oldMessages ? hourMs : 0);
    const { body, headers } = messageOf(this.#world, job, { id: telling.id, claim: telling.claim, atMs });
    try {
      const response = await fetch(job.callbackUrl, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { 'content-type': 'application/json', ...headers },
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
