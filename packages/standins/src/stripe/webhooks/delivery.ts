/** One try to hand an event over; `status` is the HTTP status, or null when there was no answer. */
export interface Attempt {
  atMs: number;
  status: number | null;
  error: string | null;
  durationMs: number;
}

/** One copy of one event on its way to one endpoint. */
export interface Delivery {
  id: string;
  event: string;
  type: string;
  url: string;
  /** 0 for the delivery itself, 1 and up for its duplicates. */
  copy: number;
  status: 'pending' | 'held' | 'sending' | 'delivered' | 'failed' | 'dropped';
  attempts: Attempt[];
  nextAttemptAtMs: number | null;
}

/** How deliveries behave; a control page and tests change it while the stand-in runs. */
export interface DeliveryBehaviour {
  /** Extra copies of each event. */
  duplicates: number;
  /** Waits this long before the first attempt. */
  delayMs: number;
  /** Sends the events of each short burst in reverse order. */
  reorder: boolean;
  /** Queues everything until `release`. */
  hold: boolean;
  /** Loses this many of the next events, until they are sent again on request. */
  drop: number;
  /** Wait before the first retry; each later one is twice as long, up to an hour. */
  retryFirstMs: number;
  maxAttempts: number;
  timeoutMs: number;
}

export const ORDINARY: DeliveryBehaviour = {
  duplicates: 0,
  delayMs: 0,
  reorder: false,
  hold: false,
  drop: 0,
  retryFirstMs: 1_000,
  maxAttempts: 16,
  timeoutMs: 10_000,
};

const LONGEST_RETRY_MS = 3_600_000;

/** How long to wait after the n-th failed attempt (n from 1). */
export function retryDelayMs(failures: number, behaviour: DeliveryBehaviour): number {
  return Math.min(behaviour.retryFirstMs * 2 ** (failures - 1), LONGEST_RETRY_MS);
}
