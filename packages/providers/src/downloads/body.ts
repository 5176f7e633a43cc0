import { BacklotError, type DownloadFailure } from '@backlot/core';
import { downloadError } from './addresses.ts';
import type { DownloadLimits } from './limits.ts';

type Body = AsyncIterable<Uint8Array> & {
  destroy(error?: Error): unknown;
  on(event: 'error', listener: () => void): unknown;
};

type Limited = {
  body: Body;
  /** What is still to come; null when the source did not say. */
  expectedBytes: number | null;
  /** What may come at most. */
  roomBytes: number;
  /** When all has to be here, by performance.now(). */
  untilMs: number;
  limits: DownloadLimits;
  signal: AbortSignal | undefined;
  /** Called once, whatever way it ends. */
  onEnd(): void;
};

/** The bytes of an answer as they come, held to what it announced and to the limits, from now on and read or not. */
export function limitedBody(input: Limited): AsyncIterable<Uint8Array> {
  const { body, limits, signal } = input;
  let ended: DownloadFailure | undefined;
  const end = (reason: DownloadFailure) => {
    ended ??= reason;
    body.destroy(downloadError(ended));
    close();
  };
  const watch = watchBody(limits, input.untilMs, end);
  const onAbort = () => end('stopped');
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    watch.stop();
    signal?.removeEventListener('abort', onAbort);
    body.destroy();
    input.onEnd();
  };
  // Whoever reads is told by the iterator; while nobody reads, nobody is to be told.
  body.on('error', () => {});
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  const chunks = read(input, watch, () => ended, close);
  const iterator: AsyncIterator<Uint8Array> = {
    next: () => chunks.next(),
    return: () => {
      // A generator that was never begun would pass over its `finally`.
      close();
      return chunks.return(undefined);
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

async function* read(
  { body, roomBytes, expectedBytes }: Limited,
  watch: ReturnType<typeof watchBody>,
  ended: () => DownloadFailure | undefined,
  close: () => void,
): AsyncGenerator<Uint8Array, undefined> {
  let cameBytes = 0;
  try {
    for await (const chunk of body) {
      cameBytes += chunk.byteLength;
      watch.came(chunk.byteLength);
      if (cameBytes > roomBytes) throw downloadError('too_large');
      yield chunk;
      watch.waits();
    }
    if (expectedBytes !== null && cameBytes !== expectedBytes) throw downloadError('cut_short');
  } catch (error) {
    // The connection's own words hold addresses.
    throw error instanceof BacklotError ? error : downloadError(ended() ?? 'cut_short');
  } finally {
    close();
  }
}

/** Looks four times in each limit instead of setting a timer for every chunk. Only our waiting is counted. */
function watchBody(limits: DownloadLimits, untilMs: number, end: (reason: DownloadFailure) => void) {
  let waitsSinceMs: number | null = performance.now();
  let windowWaitedMs = 0;
  let windowBytes = 0;
  const look = () => {
    const nowMs = performance.now();
    const waitsMs = waitsSinceMs === null ? 0 : nowMs - waitsSinceMs;
    if (nowMs >= untilMs || waitsMs >= limits.idleTimeoutMs) return end('timed_out');
    if (windowWaitedMs + waitsMs < limits.slowWindowMs) return;
    if (windowBytes < limits.slowBytesMin) return end('too_slow');
    // What the present wait had of the old window is not counted again.
    windowWaitedMs = -waitsMs;
    windowBytes = 0;
  };
  const everyMs = Math.min(
    1_000,
    limits.idleTimeoutMs / 4,
    limits.slowWindowMs / 4,
    limits.totalTimeoutMs / 4,
  );
  const timer = setInterval(look, Math.max(5, everyMs));
  return {
    came(bytes: number) {
      if (waitsSinceMs !== null) windowWaitedMs += performance.now() - waitsSinceMs;
      waitsSinceMs = null;
      windowBytes += bytes;
    },
    waits() {
      waitsSinceMs = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
