import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Behaviour } from './behaviour.ts';
import { startVideoMakers, type VideoStandIn } from './index.ts';

const secrets = {
  key: 'vk_test',
  webhookSecret: 'shared',
  signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  replicateSigningSecret: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
};

let makers: VideoStandIn;
let heard: { path: string; body: { status?: string; videoId?: string } }[] = [];
let answer = 200;
const ear = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString('utf8'));
  heard.push({ path: request.url ?? '', body });
  response.writeHead(answer).end();
});
const earUrl = () => `http://127.0.0.1:${(ear.address() as AddressInfo).port}`;

beforeAll(async () => {
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
  makers = await startVideoMakers({ secrets });
});
beforeEach(() => {
  makers.control.reset();
  heard = [];
  answer = 200;
});
afterAll(async () => {
  await makers.stop();
  ear.closeAllConnections();
  ear.close();
});

let count = 0;
/** Asks the generic maker for a video that goes so; answers the job's id. */
async function ask(change: Partial<Behaviour> = {}, to: string | null = null): Promise<string> {
  count += 1;
  makers.control.next(change);
  const response = await fetch(`${makers.url}/generic/videos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets.key}`, 'idempotency-key': `k${count}` },
    body: JSON.stringify({
      videoId: `v${count}`,
      prompt: 'A boat',
      durationSeconds: 1,
      aspectRatio: '16:9',
      imageUrl: null,
      callbackUrl: to,
    }),
  });
  return ((await response.json()) as { jobId: string }).jobId;
}
/** The address of what was made. */
async function made(
  change: Partial<Behaviour> = {},
): Promise<{ id: string; url: string; headers: Record<string, string> }> {
  const id = await ask({ outcome: 'never', ...change });
  makers.control.end(id);
  const [file] = makers.control.filesOf(id);
  if (!file) throw new Error('nothing was made');
  return { id, ...file };
}
const sha256 = (bytes: ArrayBuffer) => createHash('sha256').update(Buffer.from(bytes)).digest('hex');
const outcomeOf = (url: string) =>
  fetch(url, { redirect: 'manual' }).then(
    async (response) => {
      const bytes = await response.arrayBuffer().catch(() => null);
      return bytes === null ? 'broken' : `${response.status} ${bytes.byteLength}`;
    },
    () => 'broken',
  );

describe('a file', () => {
  test('is the job’s own film, whole and by ranges', async () => {
    const { id, url } = await made({ sizeBytes: 2_000_000 });
    const facts = makers.control.factsOf(id);
    const whole = await (await fetch(url)).arrayBuffer();
    expect([whole.byteLength, sha256(whole)]).toEqual([facts.sizeBytes, facts.sha256]);
    const from = await fetch(url, { headers: { range: 'bytes=1500000-' } });
    expect([from.status, from.headers.get('content-range')]).toEqual([206, 'bytes 1500000-1999999/2000000']);
    expect(Buffer.from(await from.arrayBuffer()).equals(Buffer.from(whole).subarray(1_500_000))).toBe(true);
    expect((await fetch(url, { headers: { range: 'bytes=2000000-' } })).status).toBe(416);
    const stale = await fetch(url, { headers: { range: 'bytes=5-', 'if-range': '"other"' } });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
  });

  test('opens only by its own address, with its header, while it is there', async () => {
    const { id, url, headers } = await made({ wantsHeader: true });
    expect((await fetch(url.replace(/signature=.*/, 'signature=x'), { headers })).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { headers })).status).toBe(200);
    makers.control.takeAway(id);
    expect((await fetch(url, { headers })).status).toBe(404);
    makers.control.bringBack(id);
    makers.control.change(id, { expiresAfterMs: 0 });
    expect((await fetch(url, { headers })).status).toBe(403);
  });

  test('is signed anew for whoever asks, where its maker does that', async () => {
    const { id, url: first } = await made({ signsAnew: true, expiresAfterMs: 0 });
    expect((await fetch(first)).status).toBe(403);
    makers.control.change(id, { expiresAfterMs: 60_000 });
    // What is spent stays so.
    expect((await fetch(first)).status).toBe(403);
    const [again] = makers.control.filesOf(id);
    expect(again?.url).not.toBe(first);
    expect((await fetch(again?.url ?? '')).status).toBe(200);
    const longer = first.replace(/until=\d+/, `until=${Date.now() + 3_600_000}`);
    expect((await fetch(longer)).status).toBe(403);
  });

  const size = 300_000;
  test.each([
    [{ fault: 'cut', faultAfterBytes: 100_000 }, 'broken'],
    [{ fault: 'says_longer' }, 'broken'],
    [{ fault: 'says_shorter' }, /^(broken|200 \d+)$/],
    [{ fault: 'not_found' }, /^404/],
    [{ fault: 'forbidden' }, /^403/],
    [{ fault: 'server_error' }, /^500/],
    [{ fault: 'empty' }, '200 0'],
    [{ fault: 'no_length' }, /^200 \d{6}$/],
    [{ fault: 'gzip' }, /^200 \d{6}$/],
    [{ fault: 'redirect' }, '302 0'],
    [{ fault: 'redirect_loop' }, '302 0'],
    [{ fault: 'redirect_away' }, '302 0'],
  ] as const)('with %j is %s', async (change, outcome) => {
    const { url } = await made({ sizeBytes: size, ...change });
    expect(await outcomeOf(url)).toMatch(outcome);
  });

  test('is a page, by its name or in disguise', async () => {
    for (const [fault, type] of [
      ['html', 'text/html; charset=utf-8'],
      ['html_as_mp4', 'video/mp4'],
    ] as const) {
      const response = await fetch((await made({ fault })).url);
      expect([response.headers.get('content-type'), await response.text()]).toEqual([
        type,
        expect.stringContaining('<!doctype html>'),
      ]);
    }
  });

  test('without ranges is sent whole, one that changes has another mark each time', async () => {
    const plain = await fetch((await made({ fault: 'no_ranges' })).url, { headers: { range: 'bytes=9-' } });
    expect([plain.status, plain.headers.get('accept-ranges')]).toEqual([200, null]);
    await plain.body?.cancel();
    const { url } = await made({ fault: 'changing' });
    const marks = await Promise.all([1, 2].map(async () => (await fetch(url)).headers.get('etag')));
    expect(new Set(marks).size).toBe(2);
  });

  test('fails so often as was wished and is good then; redirects lead to it', async () => {
    const { url } = await made({ fault: 'server_error', faultTimes: 2 });
    const statuses = [];
    for (let at = 0; at < 3; at++) statuses.push((await fetch(url)).status);
    expect(statuses).toEqual([500, 500, 200]);
    const led = await fetch((await made({ fault: 'redirect', redirects: 3 })).url);
    expect([led.status, led.redirected]).toEqual([200, true]);
  });

  test('never ends, or grows without end, for as long as somebody listens', async () => {
    for (const fault of ['endless', 'gzip_bomb'] as const) {
      const { url } = await made({ fault });
      const gone = new AbortController();
      let bytes = 0;
      const reading = async () => {
        const response = await fetch(url, { signal: gone.signal });
        for await (const piece of response.body ?? []) {
          bytes += piece.length;
          if (bytes > 20_000_000) gone.abort();
        }
      };
      await expect(reading()).rejects.toThrow('abort');
    }
  });

  test('stops coming, or comes slowly', async () => {
    const { url } = await made({ sizeBytes: size, fault: 'stall', faultAfterBytes: 50_000 });
    const { pathname, search, port } = new URL(url);
    const socket = createConnection(Number(port), '127.0.0.1');
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: x\r\n\r\n`);
    let bytes = 0;
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
    });
    await expect.poll(() => bytes).toBeGreaterThan(50_000);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
    const startedMs = performance.now();
    const slow = await made({ sizeBytes: size, bytesPerSecond: 1_000_000 });
    await (await fetch(slow.url)).arrayBuffer();
    expect(performance.now() - startedMs).toBeGreaterThan(200);
  });
});

describe('messages', () => {
  const statuses = () => heard.map(({ body }) => body.status);
  const seen = (number: number) => expect.poll(() => heard.length, { timeout: 5_000 }).toBe(number);

  test('come once, with copies, out of order and contrary, as wished', async () => {
    await ask({}, earUrl());
    await seen(1);
    await ask({ duplicates: 2 }, earUrl());
    await seen(4);
    await ask({ reorder: true }, earUrl());
    await seen(6);
    await ask({ contradict: true }, earUrl());
    await seen(8);
    expect(statuses().slice(0, 4)).toEqual(Array(4).fill('completed'));
    expect(statuses().slice(4, 6).toSorted()).toEqual(['completed', 'processing']);
    expect(statuses().slice(6)).toEqual(['completed', 'failed']);
  });

  test('do not come when they are not wished for, and again on command, whatever they claim', async () => {
    const id = await ask({ tells: false }, earUrl());
    await expect.poll(() => makers.control.job(id).ended).toBe('completed');
    makers.control.tell(id);
    makers.control.tell(id, 'refused_content');
    await seen(2);
    expect(statuses().toSorted()).toEqual(['completed', 'failed']);
  });

  test('are sent again until they are taken', async () => {
    answer = 503;
    const id = await ask({}, earUrl());
    await seen(1);
    answer = 200;
    await seen(2);
    const [telling] = makers.control.tellings();
    await expect.poll(() => telling?.answers).toEqual([503, 200]);
    expect(telling?.job).toBe(id);
  });
});

test('steering over HTTP is by JSON alone, and names what it does not take', async () => {
  const steer = async (command: string, body: unknown, type = 'application/json') => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } };
    const response = await fetch(`${makers.url}/_control/${command}`, init);
    return [response.status, await response.text()];
  };
  expect(await steer('next', { fault: 'cut', times: 2, maker: 'luma' })).toEqual([200, '{}']);
  expect(makers.control.wishes()).toEqual([{ maker: 'luma', change: { fault: 'cut' }, left: 2 }]);
  expect((await steer('next', { fault: 'explode' }))[1]).toContain('fault');
  expect((await steer('next', { toString: 1 }))[0]).toBe(400);
  expect((await steer('outage', { outage: 'api' }, 'text/plain'))[0]).toBe(400);
  expect((await steer('constructor', {}))[0]).toBe(404);
  await steer('outage', { outage: 'all' });
  expect((await fetch(`${makers.url}/runway/v1/tasks/x`)).status).toBe(502);
});

test('jobs, keys and what is at work stay over a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-makers-'));
  const start = () => startVideoMakers({ secrets, dataDir, usual: { delayMs: 100 } });
  const first = await start();
  const jwks = await (await fetch(`${first.url}/fal/.well-known/jwks.json`)).text();
  const response = await fetch(`${first.url}/replicate/v1/models/a/b/predictions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets.key}` },
    body: JSON.stringify({ input: { prompt: 'A boat', duration: 1 } }),
  });
  const { id } = (await response.json()) as { id: string };
  await first.stop();
  const second = await start();
  await expect.poll(() => second.control.job(id).ended).toBe('completed');
  expect(await (await fetch(`${second.url}/fal/.well-known/jwks.json`)).text()).toBe(jwks);
  await second.stop();
  await rm(dataDir, { recursive: true, force: true });
});
