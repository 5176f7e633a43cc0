import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionCut, S3Error } from './errors.ts';

/** Which requests a fault is for; all when nothing is said. */
export interface FaultScope {
  readonly keyPrefix?: string;
  /** S3's name of the operation: `UploadPart`. */
  readonly operation?: string;
}

/** Something that goes wrong on request. A later fault stands beside the earlier ones until `clear`. */
export type Fault =
  /** Bodies in and out pass at most this fast. */
  | ({ readonly kind: 'slow'; readonly bytesPerSecond: number } & FaultScope)
  /** The next `times` (1) requests are refused before anything else happens. */
  | ({
      readonly kind: 'fail';
      readonly times?: number;
      readonly code?: 'SlowDown' | 'InternalError' | 'ServiceUnavailable';
    } & FaultScope)
  /** The connection of the next `times` (1) bodies is cut after so many bytes, in or out. */
  | ({ readonly kind: 'cut'; readonly afterBytes: number; readonly times?: number } & FaultScope)
  /** Forgets all faults. */
  | { readonly kind: 'clear' };

type StandingFault = Exclude<Fault, { kind: 'clear' }>;

/** Lets bytes of one body pass: waits, or throws ConnectionCut. */
export type Shaper = (sizeBytes: number) => Promise<void>;

/** The faults that are on. */
export class Faults {
  #standing: { fault: StandingFault; left: number }[] = [];

  provoke(fault: Fault): void {
    if (fault.kind === 'clear') {
      this.#standing = [];
      return;
    }
    const left = fault.kind === 'slow' ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    this.#standing.push({ fault, left });
  }

  /** What is on, with how often it will still happen (absent: until cleared). */
  state(): { fault: StandingFault; left?: number }[] {
    return this.#standing.map(({ fault, left }) => (Number.isFinite(left) ? { fault, left } : { fault }));
  }

  #take<K extends StandingFault['kind']>(
    kind: K,
    at: { key: string; operation: string },
  ): Extract<StandingFault, { kind: K }> | undefined {
    const found = this.#standing.find(
      ({ fault }) =>
        fault.kind === kind &&
        at.key.startsWith(fault.keyPrefix ?? '') &&
        (fault.operation === undefined || fault.operation === at.operation),
    );
    if (!found) return undefined;
    found.left--;
    if (found.left <= 0) this.#standing = this.#standing.filter((other) => other !== found);
    return found.fault as Extract<StandingFault, { kind: K }>;
  }

  /** @throws S3Error SlowDown (or the code asked for) when this request's turn has come */
  failIfAsked(at: { key: string; operation: string }): void {
    const fault = this.#take('fail', at);
    if (!fault) return;
    const code = fault.code ?? 'SlowDown';
    throw new S3Error(code, code === 'SlowDown' ? 'Please reduce your request rate.' : 'Please try again.');
  }

  /** How the body of one request passes; a body of no bytes uses up no fault. */
  shaperFor(at: { key: string; operation: string }): Shaper {
    const startedAt = performance.now();
    let passedBytes = 0;
    let cut: number | undefined | null = null;
    return async (sizeBytes) => {
      if (this.#standing.length === 0 && cut === null) return;
      if (cut === null) cut = this.#take('cut', at)?.afterBytes;
      passedBytes += sizeBytes;
      if (cut !== undefined && passedBytes > cut) throw new ConnectionCut();
      const slow = this.#take('slow', at);
      if (!slow) return;
      const dueMs = (passedBytes / slow.bytesPerSecond) * 1000;
      const aheadMs = dueMs - (performance.now() - startedAt);
      if (aheadMs > 1) await sleep(aheadMs);
    };
  }
}

/** Reads a fault from JSON of unknown origin; undefined when it is none. */
export function parseFault(value: unknown): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const v = value as Record<string, unknown>;
  const positive = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && n > 0;
  const scoped = ['keyPrefix', 'operation'].every((n) => v[n] === undefined || typeof v[n] === 'string');
  const counted = v.times === undefined || positive(v.times);
  const known =
    v.kind === 'clear' ||
    (v.kind === 'slow' && positive(v.bytesPerSecond)) ||
    (v.kind === 'cut' && counted && (v.afterBytes === 0 || positive(v.afterBytes))) ||
    (v.kind === 'fail' &&
      counted &&
      ['SlowDown', 'InternalError', 'ServiceUnavailable', undefined].includes(v.code as string | undefined));
  return known && scoped ? (value as Fault) : undefined;
}
