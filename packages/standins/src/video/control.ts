import type { FileRequest } from './answer.ts';
import { type Behaviour, type Outcome, readBehaviour } from './behaviour.ts';
import type { Files } from './files.ts';
import { type Job, type Maker, makers } from './store.ts';
import type { Telling } from './teller.ts';
import type { Claim, Outage, World } from './world.ts';

/** What tests and the development page do to makers. */
export type VideoControl = {
  /** Newest last. */
  jobs(): Job[];
  job(id: string): Job;
  /** How jobs go that nobody said anything about; those to come. */
  usual(): Behaviour;
  setUsual(change: Partial<Behaviour>): void;
  /** The next jobs (1, of any maker) go so. */
  next(change: Partial<Behaviour>, options?: { times?: number; maker?: Maker }): void;
  /** Wishes for jobs to come that are not used up. */
  wishes(): readonly { maker: Maker | null; change: Partial<Behaviour>; left: number }[];
  forgetWishes(): void;
  /** Ends a job that is at work. */
  end(id: string, outcome?: Exclude<Outcome, 'never'>): Job;
  /** Changes how a job goes on, its files too. */
  change(id: string, change: Partial<Behaviour>): Job;
  /** Says once more what is true; with a claim, whatever it is. */
  tell(id: string, claim?: Claim): void;
  takeAway(id: string): void;
  bringBack(id: string): void;
  outage(): Outage;
  setOutage(outage: Outage): void;
  rotateFalKeys(): void;
  tellings(): readonly Telling[];
  fileRequests(): readonly FileRequest[];
  /** Addresses as a job's answer holds them. */
  filesOf(id: string): { url: string; headers: Record<string, string> }[];
  /** Size and hex SHA-256 of what a job makes. */
  factsOf(id: string, ordinal?: number): { sizeBytes: number; sha256: string };
  /** As on the first day. */
  reset(): void;
};

export function makeVideoControl(world: World, files: Files): VideoControl {
  const first = world.usual;
  const job = (id: string): Job => {
    const found = world.jobs.get(id);
    if (!found) throw new Error('There is no such job.');
    return found;
  };
  return {
    jobs: () => world.jobs.all(),
    job,
    usual: () => world.usual,
    setUsual: (change) => {
      world.usual = { ...world.usual, ...readBehaviour(change) };
    },
    next: (change, { times = 1, maker } = {}) => world.setNext(readBehaviour(change), times, maker ?? null),
    wishes: () => world.nextOnes(),
    forgetWishes: () => world.forgetNext(),
    end: (id, outcome = 'completed') => world.end(id, outcome),
    change: (id, change) =>
      world.jobs.patch(id, { behaviour: { ...job(id).behaviour, ...readBehaviour(change) } }),
    tell: (id, claim) => {
      world.teller.tell(job(id), claim ?? job(id).ended ?? 'processing');
    },
    takeAway: (id) => {
      world.jobs.patch(id, { gone: true });
    },
    bringBack: (id) => {
      world.jobs.patch(id, { gone: false });
    },
    outage: () => world.outage,
    setOutage: (outage) => {
      world.outage = outage;
    },
    rotateFalKeys: () => {
      world.keys.rotate();
    },
    tellings: () => world.teller.told(),
    fileRequests: () => files.requests(),
    filesOf: (id) => world.filesOf(job(id)),
    factsOf: (id, ordinal = 0) => files.factsOf(job(id), ordinal),
    reset: () => {
      world.usual = first;
      world.outage = 'none';
      world.forgetNext();
      world.jobs.clear();
      world.teller.forget();
      files.forget();
    },
  };
}

/** A maker's name of unknown origin. */
export const readMaker = (value: unknown): Maker | undefined => makers.find((maker) => maker === value);
