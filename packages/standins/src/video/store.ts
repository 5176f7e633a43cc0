import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour, Outcome } from './behaviour.ts';

export const makers = ['generic', 'fal', 'replicate', 'luma', 'runway'] as const;
export type Maker = (typeof makers)[number];

/** A video that somebody asked for, at whichever maker. */
export type Job = {
  id: string;
  maker: Maker;
  /** The asker's own id; only the generic wire has one. */
  videoId: string | null;
  idempotencyKey: string | null;
  prompt: string;
  durationSeconds: number;
  aspect: string;
  /** The picture to begin with; null when there is none. */
  imageUrl: string | null;
  callbackUrl: string | null;
  behaviour: Behaviour;
  createdAtMs: number;
  /** When it ends by itself; null when only a command ends it. */
  endsAtMs: number | null;
  endedAtMs: number | null;
  /** Null while it is at work. */
  ended: Exclude<Outcome, 'never'> | null;
  /** Its files were taken away. */
  gone: boolean;
  /** Deleted by the asker: the maker knows it no more. */
  deleted: boolean;
};

/** Jobs by their ids, kept over restarts when there is a folder. */
export class JobStore {
  readonly #path: string | null;
  readonly #jobs = new Map<string, Job>();

  constructor(dataDir: string | undefined) {
    this.#path = dataDir === undefined ? null : join(dataDir, 'jobs.json');
    if (this.#path === null) return;
    mkdirSync(dataDir as string, { recursive: true });
    for (const job of readJobs(this.#path)) this.#jobs.set(job.id, job);
  }

  all(): Job[] {
    return [...this.#jobs.values()];
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  put(job: Job): Job {
    this.#jobs.set(job.id, job);
    this.#keep();
    return job;
  }

  patch(id: string, change: Partial<Job>): Job {
    const job = this.#jobs.get(id);
    if (!job) throw new Error('There is no such job.');
    return this.put({ ...job, ...change });
  }

  clear(): void {
    this.#jobs.clear();
    this.#keep();
  }

  #keep(): void {
    if (this.#path === null) return;
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.all()));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function readJobs(path: string): Job[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}
