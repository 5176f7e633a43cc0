import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devPage } from './dev-page/app.ts';
import { type Network, startNetwork } from './network.ts';

let dataDir: string;
let network: Network;
const publicUrl = 'http://localhost:4400';
const start = () =>
  startNetwork({
    dataDir,
    publicUrl,
    stripeWebhookUrl: 'http://127.0.0.1:9/api/webhooks/stripe',
    durable: false,
  });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'backlot-network-'));
  await chmod(dataDir, 0o755);
  network = await start();
});
afterAll(async () => {
  await network.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('secrets are readable by their owner alone and stay, as do the ports', async () => {
  const before = network.env;
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(Object.values(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')))).toContain(
    before.STRIPE_SECRET_KEY,
  );
  await network.stop();
  network = await start();
  expect(network.env).toEqual(before);
});

describe('the development pages', () => {
  let killed = 0;
  const ask = (path: string, init: RequestInit = {}) =>
    devPage({
      network,
      publicUrl,
      processes: [
        {
          name: 'api',
          state: () => 'running',
          kill: () => {
            killed += 1;
          },
        },
      ],
    }).request(`${publicUrl}${path}`, { ...init, headers: { host: 'localhost:4400', ...init.headers } });
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: publicUrl, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  test.each([
    '/dev',
    '/dev/inbox/',
    '/dev/google',
    '/dev/payments',
    '/dev/storage',
    '/dev/videos',
    '/dev/jobs',
    '/dev/clock',
  ])('%s is a page with a strict policy', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const body = await response.text();
    expect(body).toContain('aria-current="page"');
    expect(body).toContain('<h1>');
  });

  test('a form of another site, one without an origin, and a foreign name are refused', async () => {
    expect((await post('/dev/kill', { process: 'api' }, { origin: 'http://localhost:9999' })).status).toBe(
      403,
    );
    expect((await post('/dev/kill', { process: 'api' }, { origin: 'null' })).status).toBe(403);
    expect((await post('/dev/kill', { process: 'api' }, { origin: '' })).status).toBe(403);
    expect((await ask('/dev', { headers: { host: 'rebound.example:4400' } })).status).toBe(403);
    expect(killed).toBe(0);
    expect((await post('/dev/kill', { process: 'api' })).status).toBe(303);
    expect(killed).toBe(1);
  });

  test('storage is made to fail and to work again', async () => {
    await post('/dev/storage/faults', { kind: 'fail', times: '1', code: 'SlowDown' });
    expect(await (await ask('/dev/storage')).text()).toContain('1 left');
    await post('/dev/storage/clear', {});
    expect(await (await ask('/dev/storage')).text()).not.toContain('1 left');
    const wrong = await post('/dev/storage/faults', { kind: 'cut', times: '1', afterBytes: '-1' });
    expect(wrong.headers.get('location')).toContain('failed=');
  });

  test('the next video is wished for by a click, and the wish taken back', async () => {
    const said = await post('/dev/videos/next', { wish: 'cut', maker: 'fal' });
    expect(decodeURIComponent(said.headers.get('location') ?? '')).toContain('breaks+off+three+times');
    const { control } = network.videos;
    expect(control.wishes()).toMatchObject([{ maker: 'fal', change: { fault: 'cut', faultTimes: 3 } }]);
    expect(await (await ask('/dev/videos')).text()).toContain('1 left');
    await post('/dev/videos/usual', {});
    expect(control.wishes()).toEqual([]);
    await post('/dev/videos/outage', { outage: 'files' });
    expect(control.outage()).toBe('files');
    await post('/dev/videos/outage', { outage: 'none' });
    const wrong: [string, Record<string, string>][] = [
      ['/dev/videos/next', { wish: 'toString' }],
      ['/dev/videos/outage', { outage: 'never' }],
      ['/dev/videos/job', { act: 'finish', job: 'none' }],
    ];
    for (const [path, fields] of wrong)
      expect((await post(path, fields)).headers.get('location')).toContain('failed=');
  });

  test('how messages are delivered, mail and the clock are steered', async () => {
    await post('/dev/payments/delivery', { duplicates: '2', delayMs: '5', drop: '0', hold: 'on' });
    expect(network.stripe.control.delivery()).toMatchObject({
      duplicates: 2,
      delayMs: 5,
      hold: true,
      reorder: false,
    });
    await post('/dev/mail/faults', { kind: 'later', times: '3' });
    expect(network.mail.faults.state()).toEqual([{ kind: 'later', times: 3 }]);
    const before = network.stripe.control.now();
    await post('/dev/clock/advance', { seconds: '3600' });
    expect(network.stripe.control.now() - before).toBeGreaterThanOrEqual(3600);
  });
});
