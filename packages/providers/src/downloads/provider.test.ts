import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { BacklotError } from '@backlot/core';
import { expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { closedPort, serve } from '../testing/http.ts';
import type { DownloadLimits } from './limits.ts';
import { guardedDownloads } from './provider.ts';

const film = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));
const plain = { headers: {}, offset: 0, validator: null };

/** Downloads that may reach this server, and what it is asked for. */
async function from(answer: RequestListener, limits: Partial<DownloadLimits> = {}) {
  const requests: IncomingMessage[] = [];
  let open = 0;
  const server = await serve((request, response) => {
    requests.push(request);
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    answer(request, response);
  });
  const hosts = [`127.0.0.1:${server.port}`, `localhost:${server.port}`];
  const config = { httpHosts: hosts, privateHosts: hosts, sizeBytesMax: limits.sizeBytesMax ?? 1_000_000 };
  return {
    ...server,
    downloads: guardedDownloads(config, { limits }),
    requests,
    openRequests: () => open,
  };
}

const bytesOf = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes));

/** A source that does ranges as RFC 9110 says. */
function ranged(etag: () => string): RequestListener {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const fits = start > 0 && request.headers['if-range'] === etag();
    if (fits && start >= film.length) {
      response.writeHead(416, { 'content-range': `bytes */${film.length}` }).end();
      return;
    }
    const rest = film.subarray(fits ? start : 0);
    response.writeHead(fits ? 206 : 200, {
      etag: etag(),
      'content-length': rest.length,
      ...(fits && { 'content-range': `bytes ${start}-${film.length - 1}/${film.length}` }),
    });
    response.end(rest);
  };
}

async function failureOf(
  answer: RequestListener,
  limits: Partial<DownloadLimits> = {},
  asked: { offset: number; validator: string | null } = { offset: 0, validator: null },
): Promise<unknown> {
  await using source = await from(answer, limits);
  const run = async () => {
    const { bytes } = await source.downloads.open({
      url: `${source.url}/v.mp4?sig=hidden`,
      headers: {},
      ...asked,
    });
    await bytesOf(bytes);
  };
  const error = await errorOf(run());
  expect(error.code).toBe('DOWNLOAD_FAILED');
  // Nothing of an error names where it was.
  expect(JSON.stringify([error.data, error.message, String(error.cause)])).not.toMatch(
    /hidden|127\.0\.0\.1|v\.mp4/,
  );
  expect(error.cause).toBeUndefined();
  return error.data.reason;
}

it('brings every byte, with its length and by what it is known again', async () => {
  await using source = await from(ranged(() => '"one"'));
  const found = await source.downloads.open({
    url: `${source.url}/v.mp4?sig=1`,
    ...plain,
    headers: { authorization: 'Key 1' },
  });
  expect(found).toMatchObject({ sizeBytes: film.length, offset: 0, validator: '"one"' });
  expect((await bytesOf(found.bytes)).equals(film)).toBe(true);
  expect(source.requests[0]?.url).toBe('/v.mp4?sig=1');
  expect(source.requests[0]?.headers).toMatchObject({
    'accept-encoding': 'identity',
    authorization: 'Key 1',
  });
  expect(source.requests[0]?.headers.range).toBeUndefined();
});

it('goes on from an offset', async () => {
  await using source = await from(ranged(() => '"one"'));
  const found = await source.downloads.open({
    url: source.url,
    ...plain,
    offset: 123_456,
    validator: '"one"',
  });
  expect(found).toMatchObject({ sizeBytes: film.length, offset: 123_456 });
  expect((await bytesOf(found.bytes)).equals(film.subarray(123_456))).toBe(true);
});

it('begins anew when the bytes have changed, and when nobody could tell', async () => {
  await using source = await from(ranged(() => '"two"'));
  for (const validator of ['"one"', null]) {
    const found = await source.downloads.open({ url: source.url, ...plain, offset: 100, validator });
    expect(found).toMatchObject({ sizeBytes: film.length, offset: 0, validator: '"two"' });
    expect((await bytesOf(found.bytes)).equals(film)).toBe(true);
  }
  expect(source.requests[1]?.headers.range).toBeUndefined();
});

it('begins anew when a range is answered with other bytes, or cannot be had', async () => {
  const answers: RequestListener = (request, response) => {
    if (request.headers.range === 'bytes=100-') {
      response.writeHead(206, {
        etag: '"other"',
        'content-range': `bytes 100-${film.length - 1}/${film.length}`,
      });
      response.end(film.subarray(100));
      return;
    }
    ranged(() => '"one"')(request, response);
  };
  await using source = await from(answers);
  for (const offset of [100, film.length]) {
    const found = await source.downloads.open({ url: source.url, ...plain, offset, validator: '"one"' });
    expect(found.offset).toBe(0);
    expect((await bytesOf(found.bytes)).equals(film)).toBe(true);
  }
});

it('takes a date for a validator, and no weak tag', async () => {
  const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
  await using source = await from((request, response) => {
    response.setHeader('etag', 'W/"weak"');
    if (request.url === '/dated') response.setHeader('last-modified', date);
    if (request.url === '/nonsense') response.setHeader('last-modified', 'yesterday, or so');
    response.end('x');
  });
  const validatorOf = async (path: string) => {
    const found = await source.downloads.open({ url: source.url + path, ...plain });
    await bytesOf(found.bytes);
    return found.validator;
  };
  expect(await validatorOf('/dated')).toBe(date);
  expect(await validatorOf('/')).toBeNull();
  expect(await validatorOf('/nonsense')).toBeNull();
});

it('follows three redirects and no fourth', async () => {
  await using source = await from((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('here');
    else
      response.writeHead([301, 302, 303, 307, 308][left % 5] as number, { location: `/${left - 1}` }).end();
  });
  const found = await source.downloads.open({ url: `${source.url}/3`, ...plain });
  expect(String(await bytesOf(found.bytes))).toBe('here');
  const error = await errorOf(source.downloads.open({ url: `${source.url}/4`, ...plain }));
  expect(error.data.reason).toBe('too_many_redirects');
  expect(source.requests).toHaveLength(4 + 4);
});

it('tells a secret to the host that it is for and to no other', async () => {
  await using source = await from((request, response) => {
    const to = { '/away': `http://localhost:${source.port}/end`, '/near': '/end' }[request.url ?? ''];
    if (to) response.writeHead(302, { location: to }).end();
    else response.end();
  });
  const headers = { Authorization: 'Key 1', Range: 'bytes=5-9', Host: 'elsewhere.example' };
  for (const path of ['/near', '/away'])
    await bytesOf((await source.downloads.open({ url: source.url + path, ...plain, headers })).bytes);
  expect(source.requests.map((one) => one.headers.authorization)).toEqual([
    'Key 1',
    'Key 1',
    'Key 1',
    undefined,
  ]);
  expect(source.requests.map((one) => one.headers.range)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(source.requests[0]?.headers.host).toBe(`127.0.0.1:${source.port}`);
  // Another port is another host.
  await using door = await from((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${source.port}/end` }).end(),
  );
  const hosts = [`127.0.0.1:${source.port}`, `127.0.0.1:${door.port}`];
  const both = guardedDownloads({ httpHosts: hosts, privateHosts: hosts, sizeBytesMax: 1_000 });
  await bytesOf((await both.open({ url: door.url, ...plain, headers })).bytes);
  expect(door.requests[0]?.headers.authorization).toBe('Key 1');
  expect(source.requests.at(-1)?.headers.authorization).toBeUndefined();
});

const answered =
  (status: number): RequestListener =>
  (_, response) =>
    response.writeHead(status).end('<html>');

it.each([
  [401, 'not_allowed'],
  [403, 'not_allowed'],
  [404, 'not_found'],
  [410, 'gone'],
  [408, 'source_failed'],
  [425, 'source_failed'],
  [429, 'source_failed'],
  [500, 'source_failed'],
  [503, 'source_failed'],
  [201, 'unexpected_answer'],
  [204, 'unexpected_answer'],
  [206, 'unexpected_answer'],
  [300, 'unexpected_answer'],
  [304, 'unexpected_answer'],
  [400, 'unexpected_answer'],
  [416, 'unexpected_answer'],
])('says of %i %s', async (status, reason) => {
  expect(await failureOf(answered(status))).toBe(reason);
});

it('refuses what is compressed before a byte of it is read', async () => {
  // Ten megabytes of nothing in ten kilobytes.
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'gzip, identity', 'GZIP', 'x-own'])
    expect(
      await failureOf((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb)),
    ).toBe('encoded');
});

it('refuses a transfer that is compressed', async () => {
  const raw: RequestListener = (request) => {
    const body = gzipSync('x');
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n';
    request.socket.end(
      Buffer.concat([
        Buffer.from(`${head}${body.length.toString(16)}\r\n`),
        body,
        Buffer.from('\r\n0\r\n\r\n'),
      ]),
    );
  };
  expect(await failureOf(raw)).toBe('encoded');
});

it('refuses what is announced as too large, and ends what grows beyond', async () => {
  let sentBytes = 0;
  const endless: RequestListener = (_, response) => {
    async function* zeros() {
      for (;;) {
        sentBytes += 65_536;
        yield Buffer.alloc(65_536);
      }
    }
    // Ends when the other side goes.
    pipeline(zeros, response).catch(() => {});
  };
  expect(
    await failureOf((_, response) => response.writeHead(200, { 'content-length': 1_000_001 }).flushHeaders()),
  ).toBe('too_large');
  expect(await failureOf(endless)).toBe('too_large');
  // What the buffers of two sockets hold, and no more.
  expect(sentBytes).toBeLessThan(20_000_000);
});

const headThen =
  (write: (response: ServerResponse) => void): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': film.length });
    response.write(film.subarray(0, 1_000));
    write(response);
  };

it('says when fewer bytes come than were announced', async () => {
  const breaks = (response: ServerResponse) => setTimeout(() => response.destroy(), 20);
  expect(await failureOf(headThen(breaks))).toBe('cut_short');
  const chunked: RequestListener = (_, response) => {
    response.write(film.subarray(0, 1_000));
    setTimeout(() => response.destroy(), 20);
  };
  expect(await failureOf(chunked)).toBe('cut_short');
});

it.each([
  { 'content-range': 'bytes 7-9/10' },
  { 'content-range': 'bytes 5-8/10' },
  { 'content-range': 'bytes 5-9/*' },
  { 'content-range': 'bytes 5-9/10', 'content-length': '4' },
  { 'content-range': 'bytes 5-4/5' },
  { 'content-range': 'none' },
  {},
])('believes no part of a file that says of itself %j', async (headers) => {
  const answer: RequestListener = (_, response) =>
    response.writeHead(206, { etag: '"one"', ...headers }).end('1234');
  expect(await failureOf(answer, {}, { offset: 5, validator: '"one"' })).toBe('unexpected_answer');
});

it('believes no part that it did not ask for, nor one of another length than it says', async () => {
  const part =
    (range: string, body: string): RequestListener =>
    (_, response) => {
      response.writeHead(206, { etag: '"one"', 'content-range': range });
      response.write(body.slice(0, 1));
      response.end(body.slice(1));
    };
  expect(await failureOf(part('bytes 0-3/4', '1234'))).toBe('unexpected_answer');
  const asked = { offset: 5, validator: '"one"' };
  for (const body of ['123', '12345'])
    expect(await failureOf(part('bytes 5-8/9', body), {}, asked)).toBe('cut_short');
});

it('takes a file of exactly the size that is let in, announced or not', async () => {
  const quiet: RequestListener = (_, response) => {
    response.write(film.subarray(0, 10));
    response.end(film.subarray(10));
  };
  for (const answer of [ranged(() => '"one"'), quiet]) {
    await using source = await from(answer, { sizeBytesMax: film.length });
    const { bytes } = await source.downloads.open({ url: source.url, ...plain });
    expect((await bytesOf(bytes)).equals(film)).toBe(true);
    expect(await failureOf(answer, { sizeBytesMax: film.length - 1 })).toBe('too_large');
  }
});

it('believes no head that says a thing twice', async () => {
  const twice: RequestListener = (_, response) => {
    response.statusCode = 206;
    response
      .setHeader('etag', '"one"')
      .setHeader('content-range', ['bytes 5-8/9', 'bytes 5-8/9'])
      .end('1234');
  };
  expect(await failureOf(twice, {}, { offset: 5, validator: '"one"' })).toBe('unexpected_answer');
});

it('follows nobody who does not say where to, or says it twice', async () => {
  expect(await failureOf((_, response) => response.writeHead(302).end())).toBe('unexpected_answer');
  const twice: RequestListener = (_, response) => {
    response.statusCode = 302;
    response.setHeader('location', ['/one', '/two']).end();
  };
  expect(await failureOf(twice)).toBe('unexpected_answer');
});

it('reads a head as long as that of a signed address, and none that is longer', async () => {
  const of = (bytes: number) => (response: ServerResponse) =>
    response.writeHead(200, { 'x-long': 'x'.repeat(bytes) }).end('x');
  await using source = await from((_, response) => of(20_000)(response));
  expect(String(await bytesOf((await source.downloads.open({ url: source.url, ...plain })).bytes))).toBe('x');
  expect(await failureOf((_, response) => of(40_000)(response))).toBe('unexpected_answer');
});

it('lets go of a connection whose answer it does not want, however much is still to come', async () => {
  const heads: Record<string, [number, Record<string, string>]> = {
    '/moved': [302, { location: '/gone' }],
    '/gone': [410, {}],
    '/packed': [200, { 'content-encoding': 'gzip' }],
    '/astray': [302, { location: 'file:///etc/passwd' }],
  };
  await using source = await from((request, response) => {
    response.writeHead(...(heads[request.url ?? ''] ?? [200, {}])).write('more to come');
  });
  for (const [path, reason] of [
    ['/moved', 'gone'],
    ['/gone', 'gone'],
    ['/packed', 'encoded'],
    ['/astray', 'address_refused'],
  ]) {
    const error = await errorOf(source.downloads.open({ url: source.url + path, ...plain }));
    expect(error.data.reason).toBe(reason);
  }
  await expect.poll(() => source.openRequests()).toBe(0);
});

it('stops at once while it waits for an answer that does not come', async () => {
  await using source = await from(() => {});
  const stop = new AbortController();
  const opening = errorOf(source.downloads.open({ url: source.url, ...plain, signal: stop.signal }));
  await expect.poll(() => source.openRequests()).toBe(1);
  stop.abort();
  expect((await opening).data.reason).toBe('stopped');
  await expect.poll(() => source.openRequests()).toBe(0);
});

it('ends what falls silent, what drips, what takes too long and what never begins', async () => {
  const silent = headThen(() => {});
  const drip = headThen((response) => {
    const timer = setInterval(() => response.write('x'), 10);
    response.once('close', () => clearInterval(timer));
  });
  expect(await failureOf(silent, { idleTimeoutMs: 100 })).toBe('timed_out');
  expect(await failureOf(drip, { slowWindowMs: 200, slowBytesMin: 10_000 })).toBe('too_slow');
  expect(await failureOf(drip, { totalTimeoutMs: 200, slowWindowMs: 10_000 })).toBe('timed_out');
  expect(await failureOf(() => {}, { headTimeoutMs: 100 })).toBe('timed_out');
});

it('charges nothing to a source whose reader is slow', async () => {
  await using source = await from(
    ranged(() => '"one"'),
    { idleTimeoutMs: 200, slowWindowMs: 200, slowBytesMin: 10 },
  );
  const { bytes } = await source.downloads.open({ url: source.url, ...plain });
  let came = 0;
  for await (const chunk of bytes) {
    if (came === 0) await sleep(600);
    came += chunk.length;
  }
  expect(came).toBe(film.length);
});

it('lets go of the connection when its reader leaves, never begins, or is told to stop', async () => {
  const slow = headThen(() => {});
  await using source = await from(slow, { idleTimeoutMs: 300 });
  const open = (signal?: AbortSignal) => source.downloads.open({ url: source.url, ...plain, signal });
  for await (const _ of (await open()).bytes) break;
  const unread = (await open()).bytes[Symbol.asyncIterator]();
  await unread.return?.();
  await open();
  const stop = new AbortController();
  const stopped = errorOf(open(stop.signal).then(({ bytes }) => bytesOf(bytes)));
  setTimeout(() => stop.abort(), 50);
  expect((await stopped).data.reason).toBe('stopped');
  expect((await errorOf(open(stop.signal))).data.reason).toBe('stopped');
  await expect.poll(() => source.openRequests()).toBe(0);
});

it('says that nobody is there, or nobody who speaks as announced', async () => {
  const port = await closedPort();
  const own = `127.0.0.1:${port}`;
  const downloads = guardedDownloads({ httpHosts: [own], privateHosts: [own], sizeBytesMax: 10 });
  expect((await errorOf(downloads.open({ url: `http://${own}/`, ...plain }))).data.reason).toBe(
    'unreachable',
  );
  await using source = await from((_, response) => response.end());
  const url = source.url.replace('http:', 'https:');
  expect((await errorOf(source.downloads.open({ url, ...plain }))).data.reason).toBe('unreachable');
  expect(await failureOf((request) => request.socket.end('SMTP ready\r\n'))).toBe('unexpected_answer');
});

it('throws nothing but errors of ours', async () => {
  const run = failureOf((request) => request.socket.destroy());
  await expect(run).resolves.toBe('unreachable');
  expect(new BacklotError('DOWNLOAD_FAILED').code).toBe('DOWNLOAD_FAILED');
});
