import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { filmBytes } from './films.ts';

/** A host on loopback where finished videos lie, as a provider's storage does. */
export async function openSource() {
  const files = new Map<string, RequestListener>();
  const requests: { path: string; range: string | undefined; request: IncomingMessage }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, range: request.headers.range, request });
    const answer = files.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    /** For `VIDEO_HTTP_HOSTS` and `VIDEO_PRIVATE_HOSTS`. */
    host: `127.0.0.1:${port}`,
    requests,
    /** @returns the address of the file */
    serve(path: string, answer: RequestListener): string {
      files.set(path, answer);
      return `http://127.0.0.1:${port}${path}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/**
 * A file by ranges, as storage gives it out.
 * @param options.etag null for a source that does not know its bytes again
 * @param options.breakAt the connection breaks when so many bytes of the file are out, as often as the list says
 */
export function fileAnswer(
  bytes: Buffer,
  options: { etag?: string | null; breakAt?: number[]; bytesPerSecond?: () => number } = {},
): RequestListener {
  const etag =
    options.etag === undefined ? `"${createHash('md5').update(bytes).digest('hex')}"` : options.etag;
  const breaks = [...(options.breakAt ?? [])];
  return async (request, response) => {
    const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const start = etag !== null && request.headers['if-range'] === etag && asked < bytes.length ? asked : 0;
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': bytes.length - start,
      ...(etag !== null && { etag }),
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    const breakAt = breaks.shift() ?? null;
    const end = breakAt ?? bytes.length;
    for (let at = start; at < end && !response.destroyed; ) {
      const pace = options.bytesPerSecond?.() ?? Number.POSITIVE_INFINITY;
      const upTo = Math.min(end, at + (Number.isFinite(pace) ? 64 * 1024 : 1024 * 1024));
      response.write(bytes.subarray(at, upTo));
      if (Number.isFinite(pace)) await sleep(((upTo - at) / pace) * 1_000);
      if (response.writableNeedDrain && !response.destroyed) await drained(response);
      at = upTo;
    }
    if (breakAt === null) response.end();
    else response.destroy();
  };
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });

/** A film that players take, of any size: what is behind it is free space, which they pass over (ISO/IEC 14496-12, 8.1.2). */
export function filmOf(sizeBytes: number, fill = 7): Buffer {
  const film = filmBytes('sample.mp4');
  const freeBytes = Math.max(16, sizeBytes - film.length);
  const free = Buffer.alloc(freeBytes, fill);
  free.writeUInt32BE(freeBytes, 0);
  free.write('free', 4, 'latin1');
  return Buffer.concat([film, free]);
}
