import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Where a request of the one address goes, by its path. */
export type Route = (path: string) => { port: number; name: string };

export type Front = { port: number; stop(): Promise<void> };

/** Headers that concern one connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The one address: hands each request on as it comes, byte by byte in both directions, so that uploads, range answers and event
 * streams pass unchanged. The Host header stays; the client's address is added to X-Forwarded-For, as one trusted proxy does.
 * @param host undefined: loopback, both IPv4 and IPv6, which `localhost` may mean
 * @throws the system's error when the port is taken
 */
export async function startFront(options: { port: number; host?: string; route: Route }): Promise<Front> {
  const { route, host } = options;
  const servers: Server[] = [];
  const serve = async (address: string, port: number): Promise<number> => {
    // A film on a slow line takes longer than Node's five minutes for one request.
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 30_000 }, (incoming, outgoing) =>
      pass(incoming, outgoing, route),
    );
    server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) =>
      passUpgrade(incoming, socket, head, route),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, resolve);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };

  const port = await serve(host ?? '127.0.0.1', options.port);
  if (host === undefined) {
    await serve('::1', port).catch(async (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 is fine; another program on the same port of it would answer in our place.
      if (error.code !== 'EADDRINUSE') return;
      await Promise.all(servers.map(close));
      throw error;
    });
  }
  return {
    port,
    stop: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, route: Route): void {
  const target = route(incoming.url ?? '/');
  const onward = request({
    host: '127.0.0.1',
    port: target.port,
    method: incoming.method,
    path: incoming.url,
    headers: onwardHeaders(incoming),
    agent: false,
  });
  onward.setNoDelay(true);
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  onward.on('continue', () => outgoing.writeContinue());
  onward.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else unavailable(outgoing, target.name);
  });
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

/** WebSockets (Vite's hot reload): the two connections become one. */
function passUpgrade(incoming: IncomingMessage, socket: Socket, head: Buffer, route: Route): void {
  const onward = request({
    host: '127.0.0.1',
    port: route(incoming.url ?? '/').port,
    path: incoming.url,
    headers: incoming.headers,
  });
  socket.on('error', () => onward.destroy());
  onward.on('error', () => socket.destroy());
  onward.on('response', (answer) => {
    socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`);
    answer.resume();
  });
  onward.on('upgrade', (answer, other: Socket, otherHead: Buffer) => {
    const lines = [];
    for (let i = 0; i < answer.rawHeaders.length; i += 2) {
      lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`);
    }
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    if (otherHead.length > 0) socket.write(otherHead);
    if (head.length > 0) other.write(head);
    socket.pipe(other).pipe(socket);
    for (const [one, two] of [
      [socket, other],
      [other, socket],
    ] as const) {
      one.on('error', () => two.destroy());
      one.on('close', () => two.destroy());
    }
  });
  onward.end();
}

function onwardHeaders(incoming: IncomingMessage): string[] {
  const client = incoming.socket.remoteAddress ?? '';
  const before = incoming.headers['x-forwarded-for'];
  const kept = endToEnd(
    incoming.rawHeaders,
    new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']),
  );
  const chunked = incoming.headers['transfer-encoding'] ? ['transfer-encoding', 'chunked'] : [];
  return [
    ...kept,
    ...chunked,
    ...['x-forwarded-for', before ? `${before}, ${client}` : client],
    ...['x-forwarded-proto', 'http', 'x-forwarded-host', incoming.headers.host ?? '', 'connection', 'close'],
  ];
}

/** Raw headers (name, value, name, value …) without those of one connection and those named in `without`. */
function endToEnd(raw: string[], without: Set<string> = new Set()): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    if (!HOP_BY_HOP.has(name.toLowerCase()) && !without.has(name.toLowerCase()))
      kept.push(name, raw[i + 1] as string);
  }
  return kept;
}

function unavailable(outgoing: ServerResponse, name: string): void {
  outgoing.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1' });
  outgoing.end(`${name} is not running yet. It is being started; try again in a moment.\n`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
