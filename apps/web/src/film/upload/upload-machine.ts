import { partRange } from '@backlot/core';
import type { HeldPart, UploadView } from './transport.ts';

export const uploadPhases = [
  /** Not begun, or stopped by the person. */
  'idle',
  /** The right to upload is not open yet, or the server is being asked. */
  'waiting',
  'sending',
  'paused',
  /** Something passing went wrong; it goes on by itself. */
  'retrying',
  /** All parts are in; the server checks them. */
  'verifying',
  /** The server has checked every byte. The browser's copy may go, and not before. */
  'stored',
  /** The server will not take it: what came is not what was promised, or nobody waits for it. */
  'refused',
  /** It cannot go on by itself; a person can try again. */
  'failed',
] as const;
export type UploadPhase = (typeof uploadPhases)[number];

export type UploadReason =
  | 'offline'
  | 'network'
  | 'server_busy'
  | 'signed_out'
  | 'not_found'
  | 'different_film'
  | 'local_copy_gone'
  | 'part_refused'
  | 'mismatch'
  | 'ended'
  | 'unknown';

export interface UploadStatus {
  phase: UploadPhase;
  /** Why it is retrying, refused or failed. */
  reason: UploadReason | null;
  /** When the next try begins, in milliseconds since 1970; null when none is planned. */
  retryAtMs: number | null;
  view: UploadView | null;
  /** Parts that storage has. */
  done: ReadonlySet<number>;
  /** Parts under way, and how many of their bytes have been sent. */
  flying: ReadonlyMap<number, number>;
}

export type UploadEvent =
  | { type: 'started' }
  | { type: 'viewed'; view: UploadView }
  | { type: 'partsListed'; parts: readonly HeldPart[] }
  | { type: 'partStarted'; number: number }
  | { type: 'partProgress'; number: number; sentBytes: number }
  | { type: 'partStored'; number: number }
  | { type: 'partLost'; number: number }
  | { type: 'stumbled'; reason: UploadReason; retryAtMs: number | null }
  | { type: 'paused' }
  | { type: 'resumed' }
  | { type: 'stopped' }
  | { type: 'failed'; reason: UploadReason };

/** Parts on their way at the same time. */
export const PARALLEL_PARTS = 3;

export const idleUpload: UploadStatus = {
  phase: 'idle',
  reason: null,
  retryAtMs: null,
  view: null,
  done: new Set(),
  flying: new Map(),
};

/** What becomes of an upload by an event. Pure; an event that does not fit the phase changes nothing. */
export function advanceUpload(status: UploadStatus, event: UploadEvent): UploadStatus {
  if (status.phase === 'stored') return status;
  switch (event.type) {
    case 'started':
      return can(status, 'idle', 'failed', 'refused') ? calm(status, 'waiting') : status;
    case 'resumed':
      return can(status, 'paused', 'retrying', 'failed', 'idle') ? calm(status, 'waiting') : status;
    case 'paused':
      return can(status, 'waiting', 'sending', 'retrying') ? calm(status, 'paused') : status;
    case 'stopped':
      return calm(status, 'idle');
    case 'failed':
      return can(status, 'paused', 'idle', 'refused')
        ? status
        : { ...calm(status, 'failed'), reason: event.reason };
    case 'stumbled':
      return stumble(status, event.reason, event.retryAtMs);
    case 'viewed':
      return see(status, event.view);
    default:
      return movePart(status, event);
  }
}

/** The next part to send, or null: all are done or under way, or the phase sends none. */
export function nextPart(status: UploadStatus): number | null {
  if (!status.view || !can(status, 'sending', 'retrying') || status.flying.size >= PARALLEL_PARTS)
    return null;
  for (let number = 1; number <= status.view.partCount; number++) {
    if (!status.done.has(number) && !status.flying.has(number)) return number;
  }
  return null;
}

export function isWhole(status: UploadStatus): boolean {
  return status.view !== null && status.done.size === status.view.partCount;
}

/** Bytes that storage has or that are on their way. */
export function sentBytes({ view, done, flying }: UploadStatus): number {
  if (!view) return 0;
  let sum = 0;
  for (const number of done) sum += sizeOf(number, view);
  for (const bytes of flying.values()) sum += bytes;
  return sum;
}

/** Goes on by itself, or would if it were not paused: its bytes are still needed here. */
export function isUnderWay({ phase }: UploadStatus): boolean {
  return phase === 'waiting' || phase === 'sending' || phase === 'retrying' || phase === 'verifying';
}

function see(status: UploadStatus, view: UploadView): UploadStatus {
  if (can(status, 'idle', 'paused', 'failed')) return status;
  const same = status.view?.uploadId === view.uploadId;
  const base: UploadStatus = same
    ? { ...status, view }
    : { ...status, view, done: new Set(), flying: new Map() };
  switch (view.state) {
    case 'granted':
      return calm({ ...base, done: new Set() }, 'waiting');
    case 'open':
      return same && status.phase === 'sending' ? base : calm(base, 'sending');
    case 'verifying':
      return calm(base, 'verifying');
    case 'stored':
      return calm(base, 'stored');
    case 'refused':
      return { ...calm(base, 'refused'), reason: 'mismatch' };
    case 'aborted':
      return { ...calm(base, 'refused'), reason: 'ended' };
  }
}

function stumble(status: UploadStatus, reason: UploadReason, retryAtMs: number | null): UploadStatus {
  if (!isUnderWay(status)) return status;
  // Parts that still move say more than the one that stumbled.
  if (status.phase === 'sending' && status.flying.size > 0) return status;
  return { ...status, phase: 'retrying', reason, retryAtMs };
}

type PartEvent = Extract<UploadEvent, { type: `part${string}` }>;

function movePart(status: UploadStatus, event: PartEvent): UploadStatus {
  const { view } = status;
  if (!view || !can(status, 'sending', 'retrying')) return status;
  if (event.type === 'partsListed') {
    const done = wholeParts(event.parts, view);
    return { ...status, done, flying: new Map([...status.flying].filter(([number]) => !done.has(number))) };
  }
  const { number } = event;
  const flying = new Map(status.flying);
  switch (event.type) {
    case 'partStarted': {
      const sendable = number >= 1 && number <= view.partCount && !status.done.has(number);
      if (!sendable || flying.has(number) || flying.size >= PARALLEL_PARTS) return status;
      return { ...status, phase: 'sending', reason: null, retryAtMs: null, flying: flying.set(number, 0) };
    }
    case 'partProgress': {
      const before = flying.get(number);
      if (before === undefined) return status;
      const sent = Math.min(Math.max(before, event.sentBytes), sizeOf(number, view));
      return sent === before ? status : { ...status, flying: flying.set(number, sent) };
    }
    case 'partStored':
      if (!flying.delete(number)) return status;
      return { ...status, flying, done: new Set(status.done).add(number) };
    case 'partLost':
      return flying.delete(number) ? { ...status, flying } : status;
  }
}

/** Parts that storage holds in full; one of another length is sent again. */
function wholeParts(parts: readonly HeldPart[], view: UploadView): Set<number> {
  const fits = (part: HeldPart) =>
    part.number >= 1 && part.number <= view.partCount && part.sizeBytes === sizeOf(part.number, view);
  return new Set(parts.filter(fits).map((part) => part.number));
}

function sizeOf(number: number, view: UploadView): number {
  const { startByte, endByte } = partRange(number, view.sizeBytes, view.partSizeBytes);
  return endByte - startByte;
}

/** A phase without part under way and without trouble. */
function calm(status: UploadStatus, phase: UploadPhase): UploadStatus {
  return { ...status, phase, reason: null, retryAtMs: null, flying: new Map() };
}

function can(status: UploadStatus, ...phases: readonly UploadPhase[]): boolean {
  return phases.includes(status.phase);
}
