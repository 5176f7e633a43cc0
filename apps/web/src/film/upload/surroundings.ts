import type { TaskOptions } from '../worker-client.ts';
import type { SignedPart } from './transport.ts';

/** What an upload needs of the world besides the server; tests bring their own. */
export interface Surroundings {
  nowMs(): number;
  /** In [0, 1). */
  random(): number;
  /** Resolves after `ms`, or at once when the signal fires. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  isOnline(): boolean;
  /** SHA-256 in base64, off the main thread. */
  hashPart(part: Blob, options: Pick<TaskOptions, 'signal'>): Promise<string>;
  putPart(
    part: SignedPart,
    bytes: Blob,
    onProgress: (sentBytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
