import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import type { IncomingBody, Reply } from './call.ts';
import { ConnectionCut } from './errors.ts';
import type { Shaper } from './faults.ts';

/**
 * The body of a request, shaped and counted. `onFirstRead` lets a waiting client (Expect: 100-continue) send;
 * `discard` reads away what is left of a refused body.
 */
export function incomingBody(
  incoming: IncomingMessage,
  shape: Shaper,
  onFirstRead: () => void,
): IncomingBody & { discard(): Promise<void> } {
  let receivedBytes = 0;
  let source: AsyncIterator<unknown> | undefined;
  async function* bytes(): AsyncGenerator<Buffer> {
    onFirstRead();
    try {
      // Not destroyed when reading stops early: the refusal still has to be answered on this connection.
      const pieces = incoming.iterator({ destroyOnReturn: false });
      source = pieces;
      for await (const piece of pieces) {
        const buffer = piece as Buffer;
        receivedBytes += buffer.length;
        await shape(buffer.length);
        yield buffer;
      }
    } catch (error) {
      throw incoming.destroyed || incoming.errored ? new ConnectionCut() : error;
    }
  }
  async function discard(): Promise<void> {
    // Whoever stopped reading in the middle still holds the stream: it is read to its end in his place.
    while (source && !(await source.next()).done);
    incoming.resume();
  }
  return {
    bytes,
    discard,
    get receivedBytes() {
      return receivedBytes;
    },
  };
}

/** Sends an answer; a stream is shaped, and its blobs are released when it is over, however it ended. */
export async function sendReply(
  outgoing: ServerResponse,
  reply: Reply,
  options: { readonly shape: Shaper; readonly headOnly: boolean },
): Promise<void> {
  const { stream, xml } = reply;
  const headers: Record<string, string> = { ...reply.headers };
  if (xml !== undefined) {
    headers['content-type'] = 'application/xml';
    headers['content-length'] = String(Buffer.byteLength(xml));
  } else if (!stream && !options.headOnly && reply.status !== 204 && reply.status !== 304) {
    headers['content-length'] ??= '0';
  }
  try {
    outgoing.writeHead(reply.status, headers);
    if (stream && !options.headOnly) {
      await pipeline(shaped(stream.bytes, options.shape), outgoing);
    } else {
      outgoing.end(options.headOnly ? undefined : xml);
      await finished(outgoing);
    }
  } finally {
    stream?.release();
  }
}

async function* shaped(bytes: AsyncIterable<Buffer>, shape: Shaper): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    await shape(piece.length);
    yield piece;
  }
}
