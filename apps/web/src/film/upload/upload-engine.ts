import { partSizeBytes } from '@backlot/core';
import { createObservable, type Observable } from '../../observable.ts';
import { isAbort } from '../errors.ts';
import { backoffMs } from './backoff.ts';
import { bounded } from './bounded.ts';
import { sendParts } from './send-parts.ts';
import type { Surroundings } from './surroundings.ts';
import type { UploadTransport, UploadView } from './transport.ts';
import { troubleOf, UploadFailure } from './trouble.ts';
import {
  advanceUpload,
  idleUpload,
  isUnderWay,
  type UploadEvent,
  type UploadStatus,
} from './upload-machine.ts';

/** How often the server is asked while it works, in milliseconds; a notice (`nudge`) is faster. */
const POLL_FIRST_MS = 1_000;
const POLL_LONGEST_MS = 10_000;
/** How often a film that was sent whole may be found wrong before a person has to look. */
const WHOLE_TRIES = 2;

export interface UploadJob {
  assetId: string;
  /** Of the whole, lower-case hex; the server has to expect the same. */
  sha256: string;
  /** Of each part in base64, where it is known already; the others are hashed before they are sent. */
  partHashes?: readonly string[];
  /** The bytes, read from disk slice by slice; null when the browser lost them. */
  open(): Promise<Blob | null>;
}

export interface Upload {
  status: Observable<UploadStatus>;
  /** Works until all is stored or `signal` ends it. Never rejects; trouble is in the status. */
  run(signal: AbortSignal): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends it for now; `resume` begins again from the parts that storage has. */
  stop(): void;
  /** The line is gone: nothing under way will arrive. */
  interrupt(): void;
  /** Something changed on the server or on the line: look at once. */
  nudge(): void;
}

/** Brings one asset's bytes to storage, through reloads, bad lines and expired addresses. */
export function createUpload(job: UploadJob, transport: UploadTransport, around: Surroundings): Upload {
  const status = createObservable<UploadStatus>(idleUpload);
  let round = new AbortController();
  let wake = new AbortController();
  let failures = 0;
  let polls = 0;
  let nudged = false;
  const sentWhole = new Set<string>();
  const refusals = new Map<number, number>();

  function emit(event: UploadEvent): void {
    if (event.type === 'partStored') failures = 0;
    status.set(advanceUpload(status.getSnapshot(), event));
  }

  /** Waits until `ms` have passed or something wakes it. */
  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    if (nudged) {
      // Spent here: a paused upload takes no step that would spend it, and would never come to rest.
      nudged = false;
      return;
    }
    wake = new AbortController();
    await around.sleep(ms, AbortSignal.any([signal, wake.signal]));
  }

  async function step(signal: AbortSignal): Promise<void> {
    nudged = false;
    const before = status.getSnapshot().view?.state;
    const server = bounded(transport, around, signal);
    const view = await server.get(job.assetId);
    if (view.state !== before) polls = 0;
    checkView(view);
    emit({ type: 'viewed', view });
    if (view.state === 'open') await sendAll(view, server, signal);
    else if (isUnderWay(status.getSnapshot())) {
      await rest(Math.min(POLL_LONGEST_MS, POLL_FIRST_MS * 1.5 ** polls++), signal);
    }
  }

  function checkView(view: UploadView): void {
    const wanted = view.state === 'granted' || view.state === 'open';
    if (!wanted) return;
    if (view.sha256 !== job.sha256) throw new UploadFailure('different_film');
    if (!sentWhole.has(view.uploadId) && sentWhole.size >= WHOLE_TRIES) throw new UploadFailure('mismatch');
  }

  async function sendAll(view: UploadView, server: UploadTransport, signal: AbortSignal): Promise<void> {
    const film = await job.open();
    if (film?.size !== view.sizeBytes) throw new UploadFailure('local_copy_gone');
    await sendParts({
      film,
      partHashes: partSizeBytes(view.sizeBytes) === view.partSizeBytes ? job.partHashes : undefined,
      transport: server,
      around,
      signal,
      refusals,
      emit,
      status: status.getSnapshot,
    });
    const after = await server.complete(view.uploadId);
    sentWhole.add(view.uploadId);
    emit({ type: 'viewed', view: after });
  }

  async function stumble(error: unknown, signal: AbortSignal): Promise<void> {
    const trouble = troubleOf(error, around.isOnline());
    if (!trouble.passing) {
      emit({ type: 'failed', reason: trouble.reason });
      return;
    }
    failures++;
    const waitMs = backoffMs(failures, around.random());
    emit({ type: 'stumbled', reason: trouble.reason, retryAtMs: around.nowMs() + waitMs });
    await rest(waitMs, signal);
  }

  function begin(): void {
    failures = 0;
    sentWhole.clear();
    refusals.clear();
    emit({ type: 'resumed' });
    emit({ type: 'started' });
    wake.abort();
  }

  return {
    status,
    async run(signal) {
      emit({ type: 'started' });
      while (!signal.aborted && status.getSnapshot().phase !== 'stored') {
        if (!isUnderWay(status.getSnapshot())) {
          await rest(60_000, signal);
          continue;
        }
        round = new AbortController();
        const either = AbortSignal.any([signal, round.signal]);
        try {
          await step(either);
        } catch (error) {
          if (!either.aborted && !isAbort(error)) await stumble(error, either);
        }
      }
    },
    pause() {
      emit({ type: 'paused' });
      round.abort();
    },
    resume: begin,
    stop() {
      emit({ type: 'stopped' });
      round.abort();
    },
    interrupt: () => round.abort(),
    nudge() {
      nudged = true;
      polls = 0;
      if (status.getSnapshot().phase === 'refused') emit({ type: 'started' });
      wake.abort();
    },
  };
}
