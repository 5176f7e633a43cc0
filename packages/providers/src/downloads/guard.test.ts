import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { isPublic } from './addresses.ts';
import { guardedConnector } from './connector.ts';
import { guardedDownloads } from './provider.ts';
import { dialTo, resolverOf } from './testing.ts';

type Case = { url: string; resolvesTo?: string[]; opens: boolean };

const cases = JSON.parse(readFileSync(new URL('./addresses.cases.json', import.meta.url), 'utf8')) as Case[];
const config = { httpHosts: [], privateHosts: [], sizeBytesMax: 1_000_000 };
const plain = { headers: {}, offset: 0, validator: null };

/** Counts whoever comes, with a request or without. */
const canary = { connections: 0, requests: 0, port: 0 };
let location: string | null = null;
const server = createServer((request, response) => {
  canary.requests += 1;
  if (location !== null && request.url === '/moved') {
    response.writeHead(302, { location }).end();
    return;
  }
  response.end('chirp');
});
server.on('connection', () => {
  canary.connections += 1;
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  canary.port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  canary.connections = 0;
  canary.requests = 0;
  location = null;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Downloads whose names are ours and whose connections all end at the canary. */
function toCanary(names: Record<string, string[][]>, trusted = config) {
  const resolver = resolverOf(names);
  const dialling = dialTo(canary.port);
  const hosts = { http: trusted.httpHosts, private: trusted.privateHosts };
  const connector = guardedConnector(hosts, resolver.resolve, dialling.dial);
  return {
    downloads: guardedDownloads(trusted, { connector }),
    asked: resolver.asked,
    dialled: dialling.dialled,
  };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytes)).toString();
}

describe('addresses from outside', () => {
  it('would reach the canary by a plain fetch, in each way that names it', async () => {
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f.1', 'localhost'])
      expect(await (await fetch(`http://${host}:${canary.port}/`)).text()).toBe('chirp');
    expect(canary.requests).toBe(5);
  });

  it.each(cases.filter(({ opens }) => !opens))(
    'refuses $url $resolvesTo without a connection',
    async ({ url, resolvesTo }) => {
      const { downloads, dialled } = toCanary({ 'films.example.com': [resolvesTo ?? ['93.184.215.14']] });
      const error = await errorOf(downloads.open({ url, ...plain }));
      expect(error.data).toEqual({ reason: 'address_refused' });
      expect(dialled).toEqual([]);
      expect(canary).toMatchObject({ connections: 0, requests: 0 });
    },
  );

  it.each(cases.filter(({ opens }) => opens))('opens $url $resolvesTo', async ({ url, resolvesTo }) => {
    const { hostname } = new URL(url);
    const { downloads, dialled } = toCanary({ [hostname]: [resolvesTo ?? []] });
    expect(await textOf((await downloads.open({ url, ...plain })).bytes)).toBe('chirp');
    expect(dialled).toEqual([resolvesTo?.[0] ?? hostname.replace(/^\[|\]$/g, '')]);
    expect(canary).toMatchObject({ connections: 1, requests: 1 });
  });

  it('refuses, on the real network, names and literals that lead to this machine', async () => {
    const names = { 'films.example.com': [['127.0.0.1']], 'six.example.com': [['::1']] };
    const connector = guardedConnector(
      { http: ['films.example.com'], private: [] },
      resolverOf(names).resolve,
    );
    const downloads = guardedDownloads(
      { ...config, httpHosts: ['films.example.com', '127.0.0.1'] },
      { connector },
    );
    for (const url of [
      `http://films.example.com:${canary.port}/`,
      `https://films.example.com:${canary.port}/`,
      `https://six.example.com:${canary.port}/`,
      `http://127.0.0.1:${canary.port}/`,
    ])
      expect((await errorOf(downloads.open({ url, ...plain }))).data).toEqual({ reason: 'address_refused' });
    expect(canary.connections).toBe(0);
  });

  it('looks at the other end of a connection whatever way it came', async () => {
    // As if the first look had been passed by: a connector asked for a literal.
    const closed = new Promise<void>((on) => {
      server.once('connection', (socket) => socket.once('close', () => on()));
    });
    const connector = guardedConnector({ http: [], private: [] });
    const asked = { hostname: '127.0.0.1', protocol: 'http:', port: String(canary.port) };
    const outcome = await new Promise<Error | null>((done) => connector(asked, (...[error]) => done(error)));
    expect(outcome).toMatchObject({ code: 'DOWNLOAD_FAILED', data: { reason: 'address_refused' } });
    expect(canary.requests).toBe(0);
    // …and lets go of it.
    await closed;
  });

  it('connects to the address that was checked, though the name says another a moment later', async () => {
    const { downloads, asked, dialled } = toCanary({
      'films.example.com': [['93.184.215.14'], ['127.0.0.1']],
    });
    const url = 'https://films.example.com/v.mp4';
    expect(await textOf((await downloads.open({ url, ...plain })).bytes)).toBe('chirp');
    expect(asked).toEqual(['films.example.com']);
    expect(dialled).toEqual(['93.184.215.14']);
    expect((await errorOf(downloads.open({ url, ...plain }))).data).toEqual({ reason: 'address_refused' });
    expect(canary.connections).toBe(1);
  });

  it.each([
    'https://127.0.0.1/v.mp4',
    'https://10.0.0.1/v.mp4',
    'https://inside.example.com/v.mp4',
    'http://films.example.com/v.mp4',
    '//[::1]/v.mp4',
    'https://name:word@films.example.com/v.mp4',
    'file:///etc/passwd',
    'https://films.example.com:25/',
  ])('refuses to be sent on to %s', async (to) => {
    location = to;
    const { downloads, dialled } = toCanary({
      'films.example.com': [['93.184.215.14']],
      'inside.example.com': [['192.168.0.7']],
    });
    const error = await errorOf(downloads.open({ url: 'https://films.example.com/moved', ...plain }));
    expect(error.data).toEqual({ reason: 'address_refused' });
    expect(dialled).toEqual(['93.184.215.14']);
    expect(canary.connections).toBe(1);
  });

  it('checks a name anew when it is sent on to the same host', async () => {
    location = '/v.mp4';
    const { downloads } = toCanary({ 'films.example.com': [['93.184.215.14'], ['127.0.0.1']] });
    const error = await errorOf(downloads.open({ url: 'https://films.example.com/moved', ...plain }));
    expect(error.data).toEqual({ reason: 'address_refused' });
    expect(canary.connections).toBe(1);
  });

  it('opens no address that is longer than any real one', async () => {
    const { downloads } = toCanary({ 'films.example.com': [['93.184.215.14']] });
    const long = (length: number) => 'https://films.example.com/'.padEnd(length, 'x');
    expect(await textOf((await downloads.open({ url: long(8_192), ...plain })).bytes)).toBe('chirp');
    const error = await errorOf(downloads.open({ url: long(8_193), ...plain }));
    expect(error.data).toEqual({ reason: 'address_refused' });
    expect(canary.connections).toBe(1);
  });

  it('takes a name that has no address for one that is not there', async () => {
    const { downloads, dialled } = toCanary({ 'films.example.com': [[]] });
    const error = await errorOf(downloads.open({ url: 'https://films.example.com/v.mp4', ...plain }));
    expect(error.data).toEqual({ reason: 'unreachable' });
    expect(dialled).toEqual([]);
  });

  it('lets in what the operator lists, by host and port, and nothing beside it', async () => {
    const own = `127.0.0.1:${canary.port}`;
    const downloads = guardedDownloads({ ...config, httpHosts: [own], privateHosts: [own] });
    expect(await textOf((await downloads.open({ url: `http://${own}/v.mp4`, ...plain })).bytes)).toBe(
      'chirp',
    );
    const near = [
      `http://127.0.0.1:${canary.port + 1}/`,
      `http://localhost:${canary.port}/`,
      'https://127.0.0.1/',
      `ftp://${own}/`,
      `ws://${own}/`,
    ];
    for (const url of near)
      expect((await errorOf(downloads.open({ url, ...plain }))).data).toEqual({ reason: 'address_refused' });
    expect(canary.connections).toBe(1);
  });

  it('does not take http for a private host from https, nor a private address from http', async () => {
    const own = `127.0.0.1:${canary.port}`;
    const onlyPrivate = guardedDownloads({ ...config, privateHosts: [own] });
    const onlyHttp = guardedDownloads({ ...config, httpHosts: [own] });
    for (const downloads of [onlyPrivate, onlyHttp])
      expect((await errorOf(downloads.open({ url: `http://${own}/`, ...plain }))).data).toEqual({
        reason: 'address_refused',
      });
    expect(canary.connections).toBe(0);
  });

  it('takes nothing for public that is no address', () => {
    for (const text of ['', 'films.example.com', '1.2.3', '999.1.1.1', '::g'])
      expect(isPublic(text)).toBe(false);
  });
});
