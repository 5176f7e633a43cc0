import { defaultLimits } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../apps/api/src/config.ts';
import { launchBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, visitor } from './lib/person.ts';
import { until } from './lib/until.ts';

let house: House;
let person: Person;

beforeAll(async () => {
  house = await openHouse({ limits: defaultLimits, trustedProxies: 1, webDist: process.env.WEB_DIST });
  person = await signIn(house, 'reader@example.com');
});
afterAll(() => house?.close());

let lastAddress = 0;
/** Nobody has asked from it before. */
const freshAddress = () => `198.51.100.${++lastAddress}`;

const askLink = (forwardedFor: string, path = 'auth.askLink') =>
  fetch(`${house.publicUrl}/api/trpc/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: house.publicUrl,
      'x-forwarded-for': forwardedFor,
    },
    body: JSON.stringify({ email: 'somebody@example.com', language: 'en' }),
  });

const forged = (forwardedFor: string) =>
  fetch(`${house.publicUrl}/api/webhooks/stripe`, {
    method: 'POST',
    headers: { 'stripe-signature': 't=1,v1=00', 'x-forwarded-for': forwardedFor },
    body: '{}',
  });

const limitHeaders = (response: Response) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(response.headers.get(`x-ratelimit-${name}`) ?? NaN));

describe('signing in', () => {
  it('is let in ten times from an address, and says at every answer how it stands', async () => {
    const address = freshAddress();
    for (let left = 9; left >= 0; left -= 1) {
      const response = await askLink(address);
      expect(response.status).toBe(200);
      expect(limitHeaders(response)).toEqual([10, left, 10]);
    }
    const refused = await askLink(address);
    expect(refused.status).toBe(429);
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(10);
    expect(limitHeaders(refused).slice(0, 2)).toEqual([10, 0]);
    expect(await refused.json()).toMatchObject({
      error: {
        data: {
          code: 'RATE_LIMITED',
          httpStatus: 429,
          details: { retryAfterSeconds: retryAfter, limit: 10 },
        },
      },
    });
    expect((await askLink(freshAddress())).status).toBe(200);
  });

  it('counts what the proxy saw, whatever the client wrote before it', async () => {
    const address = freshAddress();
    for (let one = 0; one < 10; one += 1) await askLink(`203.0.113.${one}, ${address}`);
    expect((await askLink(`203.0.113.99, ${address}`)).status).toBe(429);
    // The one whose address was written there is not kept out by it.
    expect((await askLink('203.0.113.1')).status).toBe(200);
  });

  it('counts one customer of IPv6 as one', async () => {
    for (let one = 0; one < 10; one += 1) await askLink(`2001:db8:0:7::${one}`);
    expect((await askLink('2001:db8:0:7:ffff::1')).status).toBe(429);
    expect((await askLink('2001:db8:0:8::1')).status).toBe(200);
  });

  it('has no other spelling and no batch that passes by', async () => {
    const address = freshAddress();
    for (let one = 0; one < 10; one += 1) await askLink(address);
    for (const path of ['auth.askLink/', '/auth.askLink', 'auth%2EaskLink', 'auth.askLink,auth.me?batch=1'])
      expect((await askLink(address, path)).status, path).toBe(429);
    const eleven = Array(11).fill('auth.askLink').join(',');
    const response = await askLink(freshAddress(), `${eleven}?batch=1`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { data: { code: 'BAD_INPUT' } } });
  });
});

describe('webhooks', () => {
  it('limits refused messages by address', async () => {
    const address = freshAddress();
    for (let one = 0; one < 10; one += 1) expect((await forged(address)).status).toBe(400);
    const refused = await forged(address);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(limitHeaders(refused).slice(0, 2)).toEqual([10, 0]);
    expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  });

  it('never limits verified ones, also from an address that sent refused ones', async () => {
    const address = freshAddress();
    for (let one = 0; one < 12; one += 1) await forged(address);
    for (let one = 0; one < 30; one += 1) {
      const { body, headers } = house.signed({
        id: `evt_limit_${one}`,
        type: 'charge.updated',
        livemode: false,
        data: { object: { id: 'ch_nobody', object: 'charge' } },
      });
      const response = await fetch(`${house.publicUrl}/api/webhooks/stripe`, {
        method: 'POST',
        headers: { ...headers, 'x-forwarded-for': address },
        body,
      });
      expect(response.status).toBe(200);
    }
  });
});

describe('calls', () => {
  it('lets a member call a hundred times, in batches or alone, wherever from; a visitor by address', async () => {
    const me = (count: number, address = freshAddress(), call = person.call) =>
      call(`${house.publicUrl}/api/trpc/${Array(count).fill('auth.me').join(',')}?batch=1&input={}`, {
        headers: { 'x-forwarded-for': address },
      });
    const [, before = 0] = limitHeaders(await me(1));
    expect(before).toBeLessThan(100);
    const statuses = await Promise.all(Array.from({ length: 12 }, () => me(10).then(({ status }) => status)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(Math.floor(before / 10));
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - Math.floor(before / 10));
    // Another reader is not kept out.
    expect((await me(100, freshAddress(), fetch as never)).status).toBe(200);
  });

  it('lets five checkouts be opened, and tells the typed client to wait', async () => {
    const other = await signIn(house, 'payer@example.com');
    const nothing = { campaignId: '01939b8c-0000-7000-8000-000000000000' };
    for (let one = 0; one < 5; one += 1)
      expect(await codeOf(other.api.campaigns.confirm.mutate(nothing))).toBe('NOT_FOUND');
    expect(await codeOf(other.api.campaigns.confirm.mutate(nothing))).toBe('RATE_LIMITED');
    expect((await other.api.auth.me.query())?.email).toBe('payer@example.com');
  });

  it('answers what is no call at all by the same rule', async () => {
    const address = freshAddress();
    const nowhere = () =>
      fetch(`${house.publicUrl}/api/nowhere`, { headers: { 'x-forwarded-for': address } }).then(
        (r) => r.status,
      );
    const statuses = await Promise.all(Array.from({ length: 102 }, nowhere));
    expect(statuses.filter((status) => status === 404)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await visitor(house).api.auth.me.query()).toBeNull();
  });
});

it('a person who is refused reads for how long, and is let in after it', async () => {
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  const address = freshAddress();
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': address });
  for (let one = 0; one < 10; one += 1) await askLink(address);
  await page.goto(`${house.publicUrl}/sign-in`);
  await page.getByLabel('E-mail address').fill('hasty@example.com');
  await page.keyboard.press('Enter');
  const words = page.getByText(/^That was a lot in a short time. Nothing was lost; go on in \d+ sec\.$/);
  await words.waitFor();
  const seconds = Number(/(\d+) sec/.exec((await words.textContent()) ?? '')?.[1]);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(10);
  await until('to be let in', async () => {
    await page.keyboard.press('Enter');
    return page.url().endsWith('/sign-in/check');
  });
  await browser.close();
});

describe('the configuration', () => {
  const problemsOf = (env: Record<string, string>) => {
    const read = readConfig(env);
    return read.ok ? [] : read.problems;
  };
  it('refuses several instances without what they share', () => {
    const named = (env: Record<string, string>) =>
      problemsOf(env).filter((problem) => /REDIS|INSTANCES/.test(problem));
    expect(named({ API_INSTANCES: '2' })).toEqual([
      'REDIS_URL is missing, and several instances of the api share their limits by it',
    ]);
    expect(named({ API_INSTANCES: '2', REDIS_URL: 'redis://127.0.0.1:6379' })).toEqual([]);
    expect(named({ API_INSTANCES: '0' })[0]).toMatch(/^API_INSTANCES /);
    expect(named({ REDIS_URL: 'http://127.0.0.1' })).toEqual(['REDIS_URL is not a redis or rediss address']);
  });
  it.each(['0/10', '10', '10/0', '-1/10', 'ten/10', '10/10/10'])('refuses a limit of %j', (value) => {
    expect(problemsOf({ RATE_LIMIT_SIGN_IN: value }).find((one) => one.startsWith('RATE_LIMIT'))).toMatch(
      /^RATE_LIMIT_SIGN_IN is not a number of requests/,
    );
  });
});
