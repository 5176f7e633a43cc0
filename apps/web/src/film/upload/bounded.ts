import { abortError } from '../errors.ts';
import type { Surroundings } from './surroundings.ts';
import type { UploadTransport } from './transport.ts';

/** An answer that takes longer is not coming. */
const ANSWER_MS = 30_000;

/** The same transport, whose every call ends when the signal fires or after 30 s without an answer. */
export function bounded(
  transport: UploadTransport,
  around: Pick<Surroundings, 'sleep'>,
  signal: AbortSignal,
): UploadTransport {
  async function within<T>(call: Promise<T>): Promise<T> {
    const settled = new AbortController();
    const tooLong = around.sleep(ANSWER_MS, AbortSignal.any([signal, settled.signal])).then(() => {
      throw signal.aborted ? abortError() : new Error('the server does not answer');
    });
    try {
      return await Promise.race([call, tooLong]);
    } finally {
      tooLong.catch(() => undefined);
      settled.abort();
    }
  }
  return {
    get: (assetId) => within(transport.get(assetId)),
    signParts: (uploadId, parts) => within(transport.signParts(uploadId, parts)),
    storedParts: (uploadId) => within(transport.storedParts(uploadId)),
    complete: (uploadId) => within(transport.complete(uploadId)),
  };
}
