import { randomUUID } from 'node:crypto';
import { type Billing, paidPlanNames, plans } from '@backlot/core';
import { type Exchange, type StripeStandIn, startStripe } from '@backlot/standins/stripe';
import { checkRequest, checkResponse } from '@backlot/standins/stripe/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stripeBilling } from '../stripe/billing.ts';
import { stripeClient } from '../stripe/client.ts';
import { errorOf } from '../testing/errors.ts';

const secretKey = 'sk_test_contract';
const daySeconds = 86_400;
const exchanges: Exchange[] = [];
let server: StripeStandIn;
let billing: Billing;

const connect = () => {
  const { host, port } = server;
  return stripeBilling(stripeClient({ secretKey, host, port, protocol: 'http' }));
};
beforeAll(async () => {
  server = await startStripe({ secretKey, onExchange: (exchange) => exchanges.push(exchange) });
  billing = connect();
});
afterAll(() => server.stop());

const newCustomer = () => {
  const memberId = randomUUID();
  return billing.openCustomer({ idempotencyKey: `customer:${memberId}`, memberId, email: 'ada@example.com' });
};
const request = (customerId: string) => ({
  idempotencyKey: `subscription:${customerId}:1`,
  customerId,
  memberId: randomUUID(),
  plan: 'PRO' as const,
  interval: 'month' as const,
  language: 'fr' as const,
  successUrl: 'http://localhost/settings/billing?subscribed=1',
  cancelUrl: 'http://localhost/settings/billing?left=1',
});
async function subscribed(): Promise<{ customerId: string; id: string }> {
  const customerId = await newCustomer();
  const { sessionId } = await billing.openCheckout(request(customerId));
  server.control.pay(sessionId);
  const id = server.control.subscriptions().at(-1)?.id ?? '';
  return { customerId, id };
}

it('opens one page for one idempotency key, and says when it was paid', async () => {
  const asked = request(await newCustomer());
  const [page, same] = await Promise.all([billing.openCheckout(asked), billing.openCheckout(asked)]);
  expect(same).toEqual(page);
  expect(page.state).toBe('open');
  server.control.pay(page.sessionId);
  expect(await billing.readCheckout(page.sessionId)).toMatchObject({ state: 'complete', url: null });
});

it('reads plan, interval and the period of the item', async () => {
  const { customerId, id } = await subscribed();
  const reading = await billing.readSubscription(customerId);
  expect(reading).toMatchObject({
    subscriptionId: id,
    status: 'active',
    plan: 'PRO',
    interval: 'month',
    cancelAt: null,
    endedAt: null,
    owed: null,
  });
  const days = ((reading?.periodEnd?.getTime() ?? 0) - (reading?.periodStart?.getTime() ?? 0)) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(28);
  expect(days).toBeLessThanOrEqual(31);
});

it('has nothing to read of a customer who never subscribed', async () => {
  expect(await billing.readSubscription(await newCustomer())).toBeNull();
});

it('says since when a payment is owed, and still does after more tries', async () => {
  const { customerId, id } = await subscribed();
  server.control.failRenewals(id);
  server.control.renew(id);
  const first = await billing.readSubscription(customerId);
  expect(first?.status).toBe('past_due');
  server.control.advance(4 * daySeconds);
  expect((await billing.readSubscription(customerId))?.owed).toEqual(first?.owed);
  server.control.setCard(id);
  server.control.advance(7 * daySeconds);
  expect(await billing.readSubscription(customerId)).toMatchObject({ status: 'active', owed: null });
});

it('says when a subscription ends by itself, and that it ended', async () => {
  const { customerId, id } = await subscribed();
  server.control.cancel(id, 'at_period_end');
  const before = await billing.readSubscription(customerId);
  expect(before?.cancelAt).toEqual(before?.periodEnd);
  server.control.renew(id);
  expect(await billing.readSubscription(customerId)).toMatchObject({ status: 'canceled', plan: 'PRO' });
});

it('ends a subscription at once, however often, and knows none of others', async () => {
  const { customerId, id } = await subscribed();
  await Promise.all([billing.endSubscription(id), billing.endSubscription(id)]);
  await billing.endSubscription(id);
  const reading = await billing.readSubscription(customerId);
  expect(reading).toMatchObject({ status: 'canceled', plan: 'PRO' });
  expect(reading?.endedAt).not.toBeNull();
  await billing.endSubscription('sub_no');
});

it('reads the subscription that lives before one that ended', async () => {
  const { customerId, id } = await subscribed();
  server.control.cancel(id, 'now');
  const { sessionId } = await billing.openCheckout({ ...request(customerId), idempotencyKey: randomUUID() });
  server.control.pay(sessionId);
  const reading = await billing.readSubscription(customerId);
  expect([reading?.status, reading?.subscriptionId === id]).toEqual(['active', false]);
});

it('opens a portal in the reader’s language', async () => {
  const { customerId } = await subscribed();
  const { url } = await billing.openPortal({
    customerId,
    language: 'fr',
    returnUrl: 'http://localhost/back',
  });
  const page = await (await fetch(url)).text();
  expect(page).toContain('lang="fr"');
  expect(page).toContain('http://localhost/back');
  expect(page).toContain('change-backlot_enterprise_year');
});

it('makes products, prices and portal once, however many processes begin at once', async () => {
  const others = [connect(), connect(), connect()];
  const customerId = await newCustomer();
  await Promise.all(
    others.map((one, index) =>
      one.openCheckout({ ...request(customerId), idempotencyKey: `other:${index}` }),
    ),
  );
  const stripe = stripeClient({ secretKey, host: server.host, port: server.port, protocol: 'http' });
  const prices = await stripe.prices.list({ limit: 100 });
  const amounts = prices.data.map((price) => price.unit_amount).sort();
  const wanted = paidPlanNames.flatMap((name) => Object.values(plans[name].price));
  expect(amounts).toEqual(wanted.map(({ amountMinor }) => amountMinor).sort());
  expect((await stripe.billingPortal.configurations.list()).data).toHaveLength(1);
  expect((await stripe.products.list()).data).toHaveLength(2);
});

it('knows no customer and no page of others', async () => {
  const unknown = billing.openPortal({ customerId: 'cus_no', language: 'en', returnUrl: 'http://localhost' });
  expect((await errorOf(unknown)).code).toBe('NOT_FOUND');
  expect((await errorOf(billing.readCheckout('cs_no'))).code).toBe('NOT_FOUND');
});

it('every request and every answer keeps to what Stripe says of its interface', () => {
  expect(exchanges.length).toBeGreaterThan(40);
  for (const { method, path, rawForm, status, json } of exchanges) {
    if (status === 200)
      expect([method, path, checkRequest(method, path, rawForm)]).toEqual([method, path, []]);
    expect([method, path, checkResponse(method, path, status, json)]).toEqual([method, path, []]);
  }
});
