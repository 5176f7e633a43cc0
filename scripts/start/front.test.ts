import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Front, startFront } from './front.ts';

let behind: Server;
let front: Front;
let answer: RequestListener;
const address = () => `http://127.0.0.1:${front.port}`;

beforeEach(async () => {
  behind = createServer((request, response) => answer(request, response));
  behind.listen(0, '127.0.0.1');
  await once(behind, 'listening');
  const { port } = behind.address() as AddressInfo;
  front = await startFront({
    port: 0,
    route: (path) => (path.startsWith('/gone') ? { port: 1, name: 'The api' } : { port, name: 'The api' }),
  });
});
afterEach(async () => {
  await front.stop();
  behind.closeAllConnections();
  behind.close();
});

test('method, path, body, Host and repeated headers pass; the client is added to X-Forwarded-For', async () => {
  answer = async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.writeHead(201, { 'x-said': `${request.method} ${request.url} ${request.headers.host}` });
    response.end(`${body}|${request.headers['x-forwarded-for']}`);
  };
  const response = await fetch(`${address()}/a/b?c=%20d`, {
    method: 'PUT',
    body: 'film',
    headers: { 'x-forwarded-for': '203.0.113.7' },
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('x-said')).toBe(`PUT /a/b?c=%20d 127.0.0.1:${front.port}`);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.text()).toBe('film|203.0.113.7, 127.0.0.1');
});

test('an event stream arrives piece by piece, and a browser that leaves is noticed behind', async () => {
  let left = false;
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    response.on('close', () => {
      left = true;
    });
  };
  const controller = new AbortController();
  const response = await fetch(`${address()}/events`, { signal: controller.signal });
  const { value } = (await response.body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value)).toBe('data: 1\n\n');
  controller.abort();
  for (let i = 0; i < 100 && !left; i += 1) await sleep(10);
  expect(left).toBe(true);
});

test('a body without a length is streamed', async () => {
  let received = 0;
  answer = async (request, response) => {
    for await (const piece of request) received += (piece as Buffer).length;
    response.end('ok');
  };
  const body = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 64; i += 1) controller.enqueue(new Uint8Array(65_536));
      controller.close();
    },
  });
  const response = await fetch(address(), { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(await response.text()).toBe('ok');
  expect(received).toBe(64 * 65_536);
});

test('what is not running yet is said with 503 and Retry-After', async () => {
  const response = await fetch(`${address()}/gone`);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
});

test('an upgraded connection passes both ways', async () => {
  behind.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  const socket = connect(front.port, '127.0.0.1');
  socket.write('GET /hot HTTP/1.1\r\nhost: x\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
  let heard = '';
  socket.on('data', (piece) => {
    heard += piece;
  });
  for (let i = 0; i < 100 && !heard.includes('\r\n\r\n'); i += 1) await sleep(10);
  expect(heard).toMatch(/^HTTP\/1\.1 101 /);
  socket.write('ping');
  for (let i = 0; i < 100 && !heard.endsWith('ping'); i += 1) await sleep(10);
  expect(heard).toMatch(/\r\n\r\nping$/);
  socket.destroy();
});

test('a port that is taken is an error', async () => {
  await expect(startFront({ port: front.port, route: () => ({ port: 1, name: 'x' }) })).rejects.toMatchObject(
    {
      code: 'EADDRINUSE',
    },
  );
});
