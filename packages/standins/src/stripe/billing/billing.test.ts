import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, startBench } from '../testing.ts';
import { intervalAfter } from './period.ts';

let bench: Bench;
let customer: string;
let prices: Record<string, Stripe.Price>;

beforeEach(async () => {
  bench = await startBench({ now: () => Date.parse('2026-01-31T10:00:00Z') });
  const { stripe } = bench;
  const make = async (product: string, name: string, interval: 'month' | 'year', unit_amount: number) =>
    stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount,
      recurring: { interval },
      lookup_key: `${name}_${interval}`,
    });
  await stripe.products.create({ id: 'small', name: 'Small' });
  await stripe.products.create({ id: 'large', name: 'Large' });
  prices = {
    smallMonth: await make('small', 'small', 'month', 1_900),
    smallYear: await make('small', 'small', 'year', 19_000),
    largeMonth: await make('large', 'large', 'month', 9_900),
  };
  customer = (await stripe.customers.create({ email: 'ada@example.com' })).id;
});
afterEach(async () => {
  await bench.stop();
  expect(bench.breaches).toEqual([]);
});

const checkout = (price = prices.smallMonth?.id) =>
  bench.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price, quantity: 1 }],
    subscription_data: { metadata: { member: 'm1' } },
    success_url: 'https://backlot.test/settings/billing',
  });

async function subscribe(price?: string): Promise<string> {
  const session = await checkout(price);
  expect(bench.standIn.control.pay(session.id).outcome).toBe('completed');
  const { subscription } = await bench.stripe.checkout.sessions.retrieve(session.id);
  return String(subscription);
}
const read = (id: string) =>
  bench.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice', 'customer'] });
const invoices = async (subscription: string) => (await bench.stripe.invoices.list({ subscription })).data;
const period = (subscription: Stripe.Subscription) => {
  const item = subscription.items.data[0];
  return [item?.current_period_start, item?.current_period_end].map((at) =>
    new Date((at ?? 0) * 1000).toISOString().slice(0, 10),
  );
};
const types = () => bench.standIn.control.events().map((event) => event.type);
const DAY = 86_400;

describe('a checkout of a subscription', () => {
  test('makes it active, with a paid invoice that names it by its parent', async () => {
    const id = await subscribe();
    const subscription = await read(id);
    expect([subscription.status, period(subscription)]).toEqual(['active', ['2026-01-31', '2026-02-28']]);
    expect(subscription.metadata).toEqual({ member: 'm1' });
    const [invoice] = await invoices(id);
    expect([invoice?.status, invoice?.amount_paid, invoice?.billing_reason]).toEqual([
      'paid',
      1_900,
      'subscription_create',
    ]);
    expect(invoice?.parent?.subscription_details?.subscription).toBe(id);
    expect(types()).toEqual(
      expect.arrayContaining([
        'customer.subscription.created',
        'invoice.paid',
        'invoice.payment_succeeded',
        'checkout.session.completed',
      ]),
    );
  });

  test('that is declined makes nothing and can be tried again', async () => {
    const session = await checkout();
    const { control } = bench.standIn;
    expect(control.pay(session.id, { card: '4000000000000002' }).outcome).toBe('declined');
    expect(control.subscriptions()).toEqual([]);
    expect(control.pay(session.id, { card: '4000002500003155', authentication: 'complete' }).outcome).toBe(
      'completed',
    );
    expect(control.subscriptions()).toHaveLength(1);
  });

  test('refuses what does not fit its mode', async () => {
    const one = {
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'x' } },
    };
    const success_url = 'https://backlot.test';
    const { sessions } = bench.stripe.checkout;
    await expect(sessions.create({ mode: 'subscription', line_items: [one], success_url })).rejects.toThrow(
      /recurring/,
    );
    await expect(
      sessions.create({
        mode: 'payment',
        line_items: [{ price: prices.smallMonth?.id, quantity: 1 }],
        success_url,
      }),
    ).rejects.toThrow(/recurring/);
  });
});

describe('the clock', () => {
  test('renews month after month, on the day it began or the last there is', async () => {
    const id = await subscribe();
    const { control } = bench.standIn;
    control.renew(id);
    expect(period(await read(id))).toEqual(['2026-02-28', '2026-03-31']);
    control.advance(365 * DAY);
    expect(period(await read(id))).toEqual(['2027-02-28', '2027-03-31']);
    const all = await bench.stripe.invoices.list({ subscription: id, limit: 100 });
    expect(all.data.map((invoice) => invoice.status)).toEqual(Array(14).fill('paid'));
  });

  test('lets a renewal fail, tries again and recovers', async () => {
    const id = await subscribe();
    const { control } = bench.standIn;
    control.failRenewals(id);
    expect(control.renew(id).status).toBe('past_due');
    const [open] = await invoices(id);
    expect([open?.status, open?.attempt_count]).toEqual(['open', 1]);
    control.advance(3 * DAY);
    expect((await invoices(id))[0]?.attempt_count).toBe(2);
    control.setCard(id);
    control.advance(5 * DAY);
    expect((await read(id)).status).toBe('active');
    expect((await invoices(id))[0]?.status).toBe('paid');
    expect(types().filter((type) => type === 'invoice.payment_failed')).toHaveLength(2);
  });

  test.each([
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
  ] as const)('after the last try: %s', async (afterLastRetry, status) => {
    const id = await subscribe();
    const { control } = bench.standIn;
    control.setSettings({ afterLastRetry });
    control.failRenewals(id);
    control.renew(id);
    control.advance(16 * DAY);
    expect((await read(id)).status).toBe(status);
    expect((await invoices(id))[0]?.attempt_count).toBe(4);
  });

  test('ends what was to end with its period', async () => {
    const id = await subscribe();
    const { control } = bench.standIn;
    control.cancel(id, 'at_period_end');
    expect((await read(id)).cancel_at_period_end).toBe(true);
    control.renew(id);
    const ended = await read(id);
    expect([ended.status, ended.cancellation_details?.reason]).toEqual([
      'canceled',
      'cancellation_requested',
    ]);
    expect(await invoices(id)).toHaveLength(1);
    expect(types()).toContain('customer.subscription.deleted');
  });

  test('moves nothing while paused; after the period what follows is paid for', async () => {
    const id = await subscribe();
    await bench.stripe.subscriptions.pause(id);
    bench.standIn.control.advance(60 * DAY);
    expect((await read(id)).status).toBe('paused');
    expect(await invoices(id)).toHaveLength(1);
    expect((await bench.stripe.subscriptions.resume(id)).status).toBe('active');
    expect(await invoices(id)).toHaveLength(2);
    expect(types()).toEqual(
      expect.arrayContaining(['customer.subscription.paused', 'customer.subscription.resumed']),
    );
  });
});

describe('a change of plan', () => {
  test('upwards costs the rest of the period at once', async () => {
    const id = await subscribe();
    bench.standIn.control.advance(14 * DAY);
    bench.standIn.control.changePlan(id, 'large_month');
    const [invoice] = await invoices(id);
    expect([invoice?.status, invoice?.total]).toEqual(['paid', 4_950 - 950]);
    expect((await read(id)).items.data[0]?.price.lookup_key).toBe('large_month');
  });

  test('downwards leaves a credit that the next invoices use up', async () => {
    const id = await subscribe(prices.largeMonth?.id);
    bench.standIn.control.changePlan(id, 'small_month');
    const { customer: holder } = await read(id);
    expect((holder as Stripe.Customer).balance).toBe(-8_000);
    bench.standIn.control.renew(id);
    const [renewal] = await invoices(id);
    expect([renewal?.total, renewal?.amount_due, renewal?.status]).toEqual([1_900, 0, 'paid']);
    expect(((await read(id)).customer as Stripe.Customer).balance).toBe(-6_100);
  });

  test('to a year begins a new period now', async () => {
    const id = await subscribe();
    bench.standIn.control.advance(14 * DAY);
    bench.standIn.control.changePlan(id, 'small_year');
    expect(period(await read(id))).toEqual(['2026-02-14', '2027-02-14']);
    expect((await invoices(id))[0]?.amount_paid).toBe(19_000 - 950);
  });

  test('that is declined changes nothing', async () => {
    const id = await subscribe();
    bench.standIn.control.failRenewals(id);
    expect(() => bench.standIn.control.changePlan(id, 'large_month')).toThrow(/declined/);
    expect([(await read(id)).status, await invoices(id)]).toMatchObject(['active', { length: 1 }]);
  });
});

describe('the portal', () => {
  const open = async () => {
    const products = [{ product: 'large', prices: [prices.largeMonth?.id ?? ''] }];
    const configuration = await bench.stripe.billingPortal.configurations.create({
      features: {
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, mode: 'at_period_end' },
        subscription_pause: { enabled: true },
        subscription_update: { enabled: true, default_allowed_updates: ['price'], products },
      },
    });
    const session = await bench.stripe.billingPortal.sessions.create({
      customer,
      configuration: configuration.id,
      return_url: 'https://backlot.test/settings/billing',
      locale: 'fr',
    });
    return session.url;
  };
  const press = (url: string, act: string, fields: Record<string, string> = {}) =>
    fetch(`${url}/${act}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  test('changes plan and card, cancels, keeps, pauses and resumes', async () => {
    const id = await subscribe();
    const url = await open();
    expect(await (await fetch(url)).text()).toContain('Votre abonnement');
    expect((await press(url, 'change', { price: prices.largeMonth?.id ?? '' })).status).toBe(303);
    expect((await read(id)).items.data[0]?.price.lookup_key).toBe('large_month');
    await press(url, 'cancel');
    expect((await read(id)).cancel_at_period_end).toBe(true);
    await press(url, 'keep');
    expect((await read(id)).cancel_at_period_end).toBe(false);
    await press(url, 'pause');
    expect((await read(id)).status).toBe('paused');
    await press(url, 'resume');
    expect((await read(id)).status).toBe('active');
    const wrong = await press(url, 'card', { card: '4242', expiry: '12/40', cvc: '123' });
    expect(wrong.status).toBe(422);
    await press(url, 'card', { card: '5555 5555 5555 4444', expiry: '12/40', cvc: '123' });
    expect(await (await fetch(url)).text()).toContain('4444');
  });

  test('pays what is owed', async () => {
    const id = await subscribe();
    const { control } = bench.standIn;
    control.failRenewals(id);
    control.renew(id);
    const url = await open();
    expect((await press(url, 'pay')).status).toBe(422);
    control.setCard(id);
    await press(url, 'pay');
    expect((await read(id)).status).toBe('active');
  });

  test('is gone after an hour', async () => {
    await subscribe();
    const url = await open();
    bench.standIn.control.advance(3_601);
    expect((await fetch(url)).status).toBe(410);
  });
});

test('prices are looked up by keys, which belong to one price each', async () => {
  const { stripe } = bench;
  const found = await stripe.prices.list({ lookup_keys: ['small_year'], active: true });
  expect(found.data.map((price) => price.unit_amount)).toEqual([19_000]);
  const again = {
    product: 'small',
    currency: 'usd',
    unit_amount: 5,
    recurring: { interval: 'year' as const },
    lookup_key: 'small_year',
  };
  await expect(stripe.prices.create(again)).rejects.toThrow(/already uses/);
  const moved = await stripe.prices.create({ ...again, transfer_lookup_key: true });
  const after = await stripe.prices.list({ lookup_keys: ['small_year'] });
  expect(after.data.map((price) => price.id)).toEqual([moved.id]);
});

test.each([
  ['2026-01-31', '2026-01-31', 'month', '2026-02-28'],
  ['2026-02-28', '2026-01-31', 'month', '2026-03-31'],
  ['2028-02-29', '2028-02-29', 'year', '2029-02-28'],
  ['2026-12-15', '2026-12-15', 'month', '2027-01-15'],
  ['2026-12-15', '2026-12-15', 'week', '2026-12-22'],
] as const)('from %s, anchored on %s, a %s later is %s', (from, anchor, interval, to) => {
  const seconds = (day: string) => Date.parse(day) / 1000;
  const recurring = { interval, interval_count: 1 };
  expect(intervalAfter(seconds(from), seconds(anchor), recurring)).toBe(seconds(to));
});
