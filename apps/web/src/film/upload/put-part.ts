import { abortError } from '../errors.ts';
import type { SignedPart } from './transport.ts';
import { PartError } from './trouble.ts';

/** Without a byte moving for so long, the connection counts as dead. */
const STALL_MS = 45_000;

/** Headers that the browser sets itself and lets no page set. */
const BROWSERS_OWN = new Set(['content-length', 'host']);

/**
 * Sends one part to its signed address. By XMLHttpRequest, since fetch does not say how much has been sent.
 * Rejects with PartError (`status` 0: no answer) or an AbortError.
 */
export function putPart(
  part: SignedPart,
  bytes: Blob,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = new XMLHttpRequest();
  let stall = 0;
  const alive = () => {
    clearTimeout(stall);
    stall = window.setTimeout(() => request.abort(), STALL_MS);
  };
  const stop = () => request.abort();
  request.open('PUT', part.url);
  for (const [name, value] of Object.entries(part.headers)) {
    if (!BROWSERS_OWN.has(name.toLowerCase())) request.setRequestHeader(name, value);
  }
  request.upload.onprogress = (event) => {
    alive();
    onProgress(event.loaded);
  };
  request.onload = () => (request.status < 300 ? resolve() : reject(new PartError(request.status)));
  request.onerror = () => reject(new PartError(0));
  request.onabort = () => reject(signal.aborted ? abortError() : new PartError(0));
  signal.addEventListener('abort', stop, { once: true });
  alive();
  if (signal.aborted) reject(abortError());
  else request.send(bytes);
  return promise.finally(() => {
    clearTimeout(stall);
    signal.removeEventListener('abort', stop);
  });
}
