import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request for a file, and what it got. */
export type FileRequest = {
  job: string;
  ordinal: number;
  range: string | null;
  status: number;
  /** Bytes that went out, of whatever kind. */
  sentBytes: number;
};

/** One answer, with back pressure and, where it is wanted, no faster than so. */
export class Answer {
  readonly #response: ServerResponse;
  readonly #entry: FileRequest;
  readonly #bytesPerSecond: number | null;
  readonly #startedMs = performance.now();

  constructor(response: ServerResponse, entry: FileRequest, bytesPerSecond: number | null) {
    this.#response = response;
    this.#entry = entry;
    this.#bytesPerSecond = bytesPerSecond;
  }

  head(status: number, headers: Record<string, string>): void {
    this.#entry.status = status;
    this.#response.writeHead(status, headers);
  }

  text(status: number, text: string, type = 'text/plain'): void {
    this.head(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) });
    this.#response.end(text);
  }

  redirect(to: string): void {
    this.head(302, { location: to, 'content-length': '0' });
    this.#response.end();
  }

  /** Sends pieces until there are no more, or nobody listens. */
  async bytes(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of pieces) {
      for (const part of this.#parts(piece)) {
        if (this.#response.destroyed || this.#response.socket?.destroyed) return;
        this.#entry.sentBytes += part.length;
        if (!this.#response.write(part)) await this.#drained();
        await this.#pace();
      }
    }
  }

  end(): void {
    this.#response.end();
  }

  /** Ends the connection when what was written has gone out. */
  cut(): void {
    const { socket } = this.#response;
    this.#response.write('', () => socket?.destroySoon());
  }

  /** Nothing more comes, and the connection stays. */
  stall(): void {}

  #parts(piece: Uint8Array): Uint8Array[] {
    const most =
      this.#bytesPerSecond === null ? piece.length : Math.max(1, Math.ceil(this.#bytesPerSecond / 20));
    const parts: Uint8Array[] = [];
    for (let at = 0; at < piece.length; at += most) parts.push(piece.subarray(at, at + most));
    return parts;
  }

  async #drained(): Promise<void> {
    const gone = new AbortController();
    const { signal } = gone;
    await Promise.race([
      once(this.#response, 'drain', { signal }),
      once(this.#response, 'close', { signal }),
    ]).catch(() => {});
    gone.abort();
  }

  async #pace(): Promise<void> {
    if (this.#bytesPerSecond === null) return;
    const dueMs = (this.#entry.sentBytes / this.#bytesPerSecond) * 1000;
    const aheadMs = dueMs - (performance.now() - this.#startedMs);
    if (aheadMs > 1) await sleep(aheadMs);
  }
}

/** `bytes=a-b` and `bytes=a-`; anything else is passed over, as RFC 9110 lets a server do. */
export function rangeOf(
  { headers }: IncomingMessage,
  etag: string,
  sizeBytes: number,
): [start: number, endExclusive: number] | 'outside' | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (!match || (condition !== undefined && condition !== etag)) return null;
  const start = Number(match[1]);
  const end = match[2] ? Math.min(Number(match[2]) + 1, sizeBytes) : sizeBytes;
  return start >= sizeBytes || end <= start ? 'outside' : [start, end];
}
