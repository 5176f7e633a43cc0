import { isAbort } from '../errors.ts';
import { backoffMs } from './backoff.ts';
import { createSigner, type Signer } from './signer.ts';
import type { Surroundings } from './surroundings.ts';
import type { UploadTransport } from './transport.ts';
import { PartError, troubleOf, UploadFailure } from './trouble.ts';
import { PARALLEL_PARTS, type UploadEvent, type UploadStatus } from './upload-machine.ts';

/** So many failures in a row, and the server is asked how things stand. */
const FAILURES_BEFORE_ASKING = 3;
/** So often the same part may be refused as wrong before a person has to look. */
const REFUSALS_OF_A_PART = 3;

export interface Sending {
  film: Blob;
  /** Of each part of this upload in base64, where known. */
  partHashes: readonly string[] | undefined;
  transport: UploadTransport;
  around: Surroundings;
  signal: AbortSignal;
  /** How often storage called each part wrong, over all tries. */
  refusals: Map<number, number>;
  status(): UploadStatus;
  emit(event: UploadEvent): void;
}

interface Lane extends Sending {
  signer: Signer;
  /** Shared by all lanes. */
  tally: { failuresInARow: number };
}

/**
 * Sends every part that storage does not have, three at a time, until all are there. A part that fails is tried again
 * with a fresh address after a pause; rejects when trying on here makes no sense (see `troubleOf`).
 */
export async function sendParts(sending: Sending): Promise<void> {
  const { view } = sending.status();
  if (!view) throw new Error('nothing is known of the upload');
  sending.emit({ type: 'partsListed', parts: await sending.transport.storedParts(view.uploadId) });
  const { done } = sending.status();
  const missing = Array.from({ length: view.partCount }, (_, i) => i + 1).filter(
    (number) => !done.has(number),
  );
  const stop = new AbortController();
  const signal = AbortSignal.any([sending.signal, stop.signal]);
  const signer = createSigner(sending, view, missing, signal);
  const lane: Lane = { ...sending, signal, signer, tally: { failuresInARow: 0 } };
  const lanes = Array.from({ length: PARALLEL_PARTS }, () => runLane(lane));
  try {
    await Promise.all(lanes);
  } finally {
    stop.abort();
    await Promise.allSettled(lanes);
  }
}

async function runLane(lane: Lane): Promise<void> {
  for (;;) {
    try {
      if ((await sendNext(lane)) === 'none') return;
      lane.tally.failuresInARow = 0;
    } catch (error) {
      await recover(lane, error);
    }
  }
}

async function sendNext({ signer, around, signal, emit }: Lane): Promise<'sent' | 'none'> {
  const part = await signer.take();
  signal.throwIfAborted();
  if (!part) return 'none';
  const { number } = part.signed;
  emit({ type: 'partStarted', number });
  try {
    const onProgress = (sentBytes: number) => emit({ type: 'partProgress', number, sentBytes });
    await around.putPart(part.signed, part.bytes, onProgress, signal);
  } catch (error) {
    emit({ type: 'partLost', number });
    signer.giveBack(number);
    throw error instanceof PartError ? new PartError(error.status, number) : error;
  }
  emit({ type: 'partStored', number });
  return 'sent';
}

/** Waits before the next try, or throws what cannot be mended here. */
async function recover({ tally, refusals, around, signal, emit }: Lane, error: unknown): Promise<void> {
  if (isAbort(error) || signal.aborted) throw error;
  countRefusal(refusals, error);
  const trouble = troubleOf(error, around.isOnline());
  const uploadGone = error instanceof PartError && error.status === 404;
  if (!trouble.passing || trouble.reason === 'offline' || uploadGone) throw error;
  tally.failuresInARow++;
  if (tally.failuresInARow >= FAILURES_BEFORE_ASKING) throw error;
  const waitMs = backoffMs(tally.failuresInARow, around.random());
  emit({ type: 'stumbled', reason: trouble.reason, retryAtMs: around.nowMs() + waitMs });
  await around.sleep(waitMs, signal);
}

/** A part that storage calls wrong again and again will not become right: the copy on disk has changed. */
function countRefusal(refusals: Map<number, number>, error: unknown): void {
  if (!(error instanceof PartError) || error.status < 400 || error.status >= 500) return;
  if (error.number === null || [403, 404, 408, 429].includes(error.status)) return;
  const count = (refusals.get(error.number) ?? 0) + 1;
  refusals.set(error.number, count);
  if (count >= REFUSALS_OF_A_PART) throw new UploadFailure('part_refused');
}
