import { createHash, randomUUID } from 'node:crypto';
import { type Behaviour, type Outcome, ordinary } from './behaviour.ts';
import { SigningKeys } from './keys.ts';
import { type Job, JobStore, type Maker } from './store.ts';
import { Teller } from './teller.ts';

/** What makers and the product share: random, of no use anywhere else. */
export type MakerSecrets = {
  /** The key that requests carry, the same at every maker. */
  key: string;
  /** Of the generic wire: the header, and Standard Webhooks. */
  webhookSecret: string;
  signingSecret: string;
  replicateSigningSecret: string;
};

/** Which part of the makers does not answer. */
export type Outage = 'none' | 'api' | 'files' | 'all';

type Next = { maker: Maker | null; change: Partial<Behaviour>; left: number };

/** A message says how a job stands, or something that somebody wants it to say. */
export type Claim = 'processing' | 'completed' | Exclude<Outcome, 'never' | 'completed'>;

/** Everything that the makers know. */
export class World {
  readonly jobs: JobStore;
  readonly keys: SigningKeys;
  readonly teller: Teller;
  readonly secrets: MakerSecrets;
  readonly userId = 'stand-in-user';
  usual: Behaviour;
  outage: Outage = 'none';
  baseUrl = '';
  #next: Next[] = [];
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: {
    dataDir?: string | undefined;
    secrets: MakerSecrets;
    usual?: Partial<Behaviour> | undefined;
  }) {
    this.secrets = options.secrets;
    this.usual = { ...ordinary, ...options.usual };
    this.jobs = new JobStore(options.dataDir);
    this.keys = new SigningKeys(options.dataDir);
    this.teller = new Teller(this);
  }

  /** What was at work when the process ended goes on. */
  resume(): void {
    for (const job of this.jobs.all()) if (job.ended === null) this.#schedule(job);
  }

  stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    return this.teller.stop();
  }

  /** The next `times` jobs (of one maker) go so. */
  setNext(change: Partial<Behaviour>, times: number, maker: Maker | null): void {
    this.#next.push({ maker, change, left: times });
  }

  nextOnes(): readonly Next[] {
    return this.#next;
  }

  forgetNext(): void {
    this.#next = [];
  }

  /** How the next job of a maker goes; the wish is used up. */
  takeBehaviour(maker: Maker): Behaviour {
    const next = this.#next.find((one) => one.maker === null || one.maker === maker);
    if (!next) return this.usual;
    next.left -= 1;
    if (next.left <= 0) this.#next = this.#next.filter((one) => one !== next);
    return { ...this.usual, ...next.change };
  }

  begin(
    wish: Pick<
      Job,
      | 'maker'
      | 'videoId'
      | 'idempotencyKey'
      | 'prompt'
      | 'durationSeconds'
      | 'aspect'
      | 'imageUrl'
      | 'callbackUrl'
      | 'behaviour'
    >,
  ): Job {
    const { outcome, delayMs } = wish.behaviour;
    const createdAtMs = Date.now();
    const job = this.jobs.put({
      ...wish,
      id: idOf(wish.maker),
      createdAtMs,
      endsAtMs: outcome === 'never' ? null : createdAtMs + delayMs,
      endedAtMs: null,
      ended: null,
      gone: false,
      deleted: false,
    });
    this.#schedule(job);
    return job;
  }

  /** A job of a maker, or undefined when it knows none of that id (any more). */
  find(maker: Maker, id: string): Job | undefined {
    const job = this.jobs.get(id);
    return job?.maker === maker && !job.deleted ? job : undefined;
  }

  /** Ends a job that is at work, and tells of it; one that has ended stays as it is. */
  end(id: string, ended: Exclude<Outcome, 'never'>): Job {
    const job = this.jobs.get(id);
    if (!job) throw new Error('There is no such job.');
    if (job.ended !== null) return job;
    clearTimeout(this.#timers.get(id));
    const done = this.jobs.patch(id, { ended, endedAtMs: Date.now(), endsAtMs: null });
    this.teller.tellEnd(done);
    return done;
  }

  /** The addresses of what a job made. */
  filesOf(job: Job): { url: string; expiresAtMs: number | null; headers: Record<string, string> }[] {
    if (job.ended !== 'completed') return [];
    const { outputs, expiresAfterMs, wantsHeader, signsAnew } = job.behaviour;
    const sinceMs = signsAnew ? Date.now() : (job.endedAtMs ?? 0);
    const expiresAtMs = expiresAfterMs === null ? null : sinceMs + expiresAfterMs;
    const until = expiresAtMs === null ? '' : `until=${expiresAtMs}&`;
    const signature = this.signatureOf(job.id, expiresAtMs);
    return Array.from({ length: outputs }, (_, ordinal) => ({
      url: `${this.baseUrl}/files/${job.id}/${ordinal}/output.mp4?${until}signature=${signature}`,
      expiresAtMs,
      headers: wantsHeader ? { 'x-file-key': this.fileKeyOf(job.id) } : ({} as Record<string, string>),
    }));
  }

  /** @param untilMs when the address expires that is signed; null when it does not */
  signatureOf(id: string, untilMs: number | null): string {
    return createHash('sha256').update(`${this.secrets.key}:${id}:${untilMs}`).digest('hex').slice(0, 32);
  }

  fileKeyOf(id: string): string {
    return createHash('sha256').update(`${this.secrets.key}:header:${id}`).digest('hex').slice(0, 32);
  }

  #schedule({ id, endsAtMs, behaviour }: Job): void {
    if (endsAtMs === null || behaviour.outcome === 'never') return;
    const { outcome } = behaviour;
    const timer = setTimeout(() => this.end(id, outcome), Math.max(0, endsAtMs - Date.now()));
    this.#timers.set(id, timer);
  }
}

/** Ids as each maker has them. */
function idOf(maker: Maker): string {
  if (maker === 'replicate') return createHash('sha256').update(randomUUID()).digest('hex').slice(0, 26);
  return maker === 'generic' ? `job_${randomUUID().replaceAll('-', '')}` : randomUUID();
}
