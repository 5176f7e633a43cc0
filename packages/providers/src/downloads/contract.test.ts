import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { contractBytes } from '../testing/contracts.ts';
import { errorOf } from '../testing/errors.ts';
import { guardedConnector } from './connector.ts';
import { guardedDownloads } from './provider.ts';
import { dialTo, resolverOf } from './testing.ts';

const kinds = ['literal', 'form', 'name', 'dns', 'rebind', 'redirect', 'scheme', 'allow'] as const;
type Line = { kind: (typeof kinds)[number]; url: string; answer: string };

const lines = contractBytes('ssrf/urls.txt')
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map((line): Line => {
    const [kind = '', url = '', answer = ''] = line.split('\t');
    return { kind: kind as Line['kind'], url, answer };
  });
const of = (...which: Line['kind'][]) => lines.filter(({ kind }) => which.includes(kind));

/** Http is let in for every host of the file, so that nothing is refused for its scheme alone. */
const httpHosts = [
  ...new Set(
    lines
      .flatMap(({ url, answer }) => [url, ...answer.split(' ')])
      .filter((url) => URL.canParse(url))
      .map((url) => new URL(url).hostname.replace(/\.$/, '')),
  ),
];
const config = { httpHosts, privateHosts: [], sizeBytesMax: 1_000_000 };
const plain = { headers: {}, offset: 0, validator: null };
const publicAddress = '93.184.215.14';

const canary = { connections: 0, requests: 0, port: 0 };
let hops: string[] = [];
const server = createServer((_, response) => {
  canary.requests += 1;
  const location = hops.shift();
  if (location === undefined) response.end('chirp');
  else response.writeHead(302, { location }).end();
}).on('connection', () => {
  canary.connections += 1;
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  canary.port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  canary.connections = 0;
  canary.requests = 0;
  hops = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');

/** @param turns what the name of the address has at one look-up after the other; null for a stub that knows no name */
function open({ url }: Line, turns: string[][] | null) {
  const resolver = resolverOf(turns === null ? {} : { [nameOf(url)]: turns });
  const dialling = dialTo(canary.port);
  const connector = guardedConnector({ http: httpHosts, private: [] }, resolver.resolve, dialling.dial);
  const opened = guardedDownloads(config, { connector }).open({ url, ...plain });
  return { opened, asked: resolver.asked, dialled: dialling.dialled };
}

async function expectRefused(line: Line, turns: string[][] | null) {
  const { opened, asked, dialled } = open(line, turns);
  expect((await errorOf(opened)).data).toEqual({ reason: 'address_refused' });
  expect(dialled).toEqual([]);
  expect(canary).toMatchObject({ connections: 0, requests: 0 });
  return asked;
}

it('has lines of every kind, and knows no other', () => {
  expect(lines.length).toBeGreaterThan(250);
  expect(of('allow')).toHaveLength(15);
  expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(kinds));
});

it('has a canary that a plain fetch reaches by spellings of the file', async () => {
  const spelled = of('literal')
    .filter(
      ({ url }) => URL.canParse(url) && new URL(url).hostname === '127.0.0.1' && url.startsWith('http:'),
    )
    .map(({ url }) => Object.assign(new URL(url), { port: canary.port }).href);
  expect(spelled.length).toBeGreaterThan(10);
  for (const url of spelled) await (await fetch(url)).text();
  expect(canary.requests).toBe(spelled.length);
});

it.each(of('literal', 'form', 'scheme', 'name'))('$kind: refuses $url without asking DNS', async (line) => {
  // Even if somebody answered, with an address that is public.
  expect(await expectRefused(line, [[publicAddress]])).toEqual([]);
});

it.each(of('dns'))('dns: refuses $url for $answer, alone and among public ones', async (line) => {
  const answers = line.answer.split(' ');
  await expectRefused(line, [answers]);
  await expectRefused(line, [[publicAddress, ...answers]]);
});

it.each(of('rebind'))('rebind: $url goes to what was checked of $answer', async (line) => {
  const [first = '', then = ''] = line.answer.split(' -> ');
  const { opened, asked, dialled } = open(line, [[first], [then]]);
  if (first === publicAddress) {
    await Array.fromAsync((await opened).bytes);
    expect(dialled).toEqual([publicAddress]);
  } else {
    expect((await errorOf(opened)).data).toEqual({ reason: 'address_refused' });
    expect(dialled).toEqual([]);
  }
  expect(asked).toHaveLength(1);
  await expectRefusedAfterwards(line, then);
});

async function expectRefusedAfterwards(line: Line, then: string) {
  const { opened, dialled } = open(line, [[then]]);
  expect((await errorOf(opened)).data).toEqual({ reason: 'address_refused' });
  expect(dialled).toEqual([]);
}

it.each(of('redirect'))('redirect: $url is not followed to $answer', async (line) => {
  hops = line.answer.split(' ');
  const within = hops.length;
  const { opened, dialled } = open(line, [[publicAddress]]);
  expect((await errorOf(opened)).data).toEqual({ reason: 'address_refused' });
  expect(dialled).toEqual(Array(within).fill(publicAddress));
  expect(canary.requests).toBe(within);
  expect(hops).toEqual([]);
});

it.each(of('allow'))('allow: opens $url', async (line) => {
  const { opened, dialled } = open(line, [[line.answer]]);
  expect(Buffer.concat(await Array.fromAsync((await opened).bytes)).toString()).toBe('chirp');
  expect(dialled).toEqual([line.answer || nameOf(line.url).replace(/^\[|\]$/g, '')]);
  expect(canary).toMatchObject({ connections: 1, requests: 1 });
});
