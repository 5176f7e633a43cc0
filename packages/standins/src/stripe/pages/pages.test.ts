import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, sessionParams, startBench } from '../testing.ts';
import { readCard } from './typed-payment.ts';
import { amountText, languageOf } from './words.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ merchant: 'Backlot & Co' });
});
afterAll(async () => {
  await bench.stop();
  expect(bench.breaches).toEqual([]);
});

async function newPage(change: Partial<Stripe.Checkout.SessionCreateParams> = {}, amount = 1900) {
  const session = await bench.stripe.checkout.sessions.create(sessionParams(change, amount));
  return { id: session.id, url: session.url ?? '' };
}

const GOOD = {
  email: 'ada@example.com',
  method: 'card',
  card: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvc: '123',
};

function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
}

async function textOf(url: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(url, { headers })).text();
}

const statusOf = async (id: string) => (await bench.stripe.checkout.sessions.retrieve(id)).payment_status;

test('shows who is paid, for what, how much, and that it is a test', async () => {
  const lines = sessionParams().line_items ?? [];
  const price_data = { currency: 'usd', unit_amount: 1900, product_data: { name: 'A <b>"bold"</b> name' } };
  const { url } = await newPage({ line_items: [...lines, { quantity: 2, price_data }] });
  const page = await textOf(url);
  expect(page).toContain('Pay Backlot &amp; Co');
  expect(page).toContain('$57.00');
  expect(page).toContain('A &lt;b&gt;&quot;bold&quot;&lt;/b&gt; name × 2');
  expect(page).toContain('No money moves');
  expect(page).toContain('href="https://backlot.test/recap"');
  for (const id of ['email', 'card', 'expiry', 'cvc', 'pay', 'cancel', 'amount']) {
    expect(page).toContain(`data-testid="${id}"`);
  }
  expect(page).not.toContain('<script');
});

describe('paying', () => {
  test('a good card leads to the success address, once', async () => {
    const { id, url } = await newPage();
    const paid = await submit(url, GOOD);
    expect([paid.status, paid.headers.get('location')]).toEqual([
      303,
      `https://backlot.test/paid?session=${id}`,
    ]);
    expect(await statusOf(id)).toBe('paid');
    const again = await submit(url, GOOD);
    expect(again.status).toBe(200);
    expect(await again.text()).toContain('data-testid="paid"');
    expect((await bench.stripe.charges.list({ limit: 100 })).data).toHaveLength(1);
  });

  test('a declined card leads back, with the reason', async () => {
    const { id, url } = await newPage();
    const declined = await submit(url, { ...GOOD, card: '4000000000009995' });
    expect([declined.status, declined.headers.get('location')]).toEqual([303, `/pay/${id}`]);
    const page = await textOf(url);
    expect(page).toContain('data-testid="error"');
    expect(page).toContain('insufficient funds');
    expect(page).toContain('value="ada@example.com"');
    expect(page).not.toContain('4000000000009995');
  });

  test('3-D Secure is asked for, and answered', async () => {
    const { id, url } = await newPage();
    const card = '4000 0025 0000 3155';
    const asked = await submit(url, { ...GOOD, card });
    expect(asked.headers.get('location')).toBe(`/pay/${id}/authenticate`);
    const page = await textOf(`${url}/authenticate`);
    expect(page).toContain('data-testid="threeds-complete"');
    expect(page).toContain('data-testid="threeds-fail"');
    const failed = await submit(`${url}/authenticate`, { result: 'fail' });
    expect(failed.headers.get('location')).toBe(`/pay/${id}`);
    expect(await textOf(url)).toContain('could not confirm that it is you');
    await submit(url, { ...GOOD, card });
    const completed = await submit(`${url}/authenticate`, { result: 'complete' });
    expect(completed.headers.get('location')).toContain('https://backlot.test/paid');
    expect(await statusOf(id)).toBe('paid');
    const stale = await submit(`${url}/authenticate`, { result: 'complete' });
    expect(stale.headers.get('location')).toBe(`/pay/${id}`);
  });

  test('a bank debit leads on, unpaid as yet', async () => {
    const { id, url } = await newPage();
    const sent = await submit(url, { email: GOOD.email, method: 'debit', account: '000123456789' });
    expect(sent.status).toBe(303);
    expect(await statusOf(id)).toBe('unpaid');
  });

  test('nothing to pay needs no card', async () => {
    const { id, url } = await newPage({}, 0);
    expect(await textOf(url)).not.toContain('data-testid="card"');
    expect((await submit(url, { email: GOOD.email })).status).toBe(303);
    expect(await statusOf(id)).toBe('no_payment_required');
  });

  test.each([
    ['email', { email: 'ada' }],
    ['card', { card: '4242 4242 4242 4241' }],
    ['expiry', { expiry: '13/34' }],
    ['expiry', { expiry: '01/20' }],
    ['cvc', { cvc: '12' }],
    ['account', { method: 'debit', account: '?' }],
  ])('a wrong %s is pointed at, and nothing is tried', async (field, change) => {
    const { id, url } = await newPage();
    const answer = await submit(url, { ...GOOD, ...change });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true" aria-describedby="error"`));
    expect((await bench.stripe.checkout.sessions.retrieve(id)).payment_intent).toBeNull();
  });
});

describe('a page that is over', () => {
  test('says that it has expired, and the way back', async () => {
    const { id, url } = await newPage();
    bench.standIn.control.expire(id);
    for (const answer of [await fetch(url), await submit(url, GOOD)]) {
      expect(answer.status).toBe(410);
      expect(await answer.text()).toContain('href="https://backlot.test/recap"');
    }
  });

  test('that never was is not found', async () => {
    const answer = await fetch(`${bench.standIn.url}/pay/cs_test_nothing`);
    expect(answer.status).toBe(404);
  });
});

describe('language', () => {
  test.each([
    ['fr', 'en', 'fr'],
    ['fr-CA', 'en', 'fr'],
    ['en', 'fr', 'en'],
    ['auto', 'fr-FR,fr;q=0.9', 'fr'],
    [null, 'de', 'en'],
    [null, '', 'en'],
  ])('locale %s, browser %s: %s', (locale, browser, language) => {
    expect(languageOf(locale, browser)).toBe(language);
  });

  test('a French page is French throughout', async () => {
    const { url } = await newPage({ locale: 'fr' });
    const page = await textOf(url);
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('Payer 19,00');
    expect(page).toContain('Aucun argent ne circule');
  });

  test('amounts have as many decimals as their currency', () => {
    expect(amountText(1900, 'usd', 'en')).toBe('$19.00');
    expect(amountText(1900, 'jpy', 'en')).toBe('¥1,900');
  });
});

test.each([
  ['12/34', true],
  ['12 / 2034', true],
  ['1234', true],
  ['0/34', false],
  ['', false],
  ['12/24', false],
])('expiry %s', (expiry, good) => {
  const read = readCard('4242424242424242', expiry, '123', Date.UTC(2026, 10, 21));
  expect(read.kind).toBe(good ? 'card' : 'wrong');
});

test('a card holds to the end of its month', () => {
  const at = (day: number, month: number) =>
    readCard('4242424242424242', '11/26', '123', Date.UTC(2026, month, day));
  expect(at(30, 10).kind).toBe('card');
  expect(at(1, 11)).toMatchObject({ kind: 'wrong', code: 'expired' });
});
