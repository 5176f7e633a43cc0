import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, clientOf, sessionParams, startBench } from '../testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.stop();
  expect(bench.breaches).toEqual([]);
});

/** The fault of a call that must fail. */
async function faultOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Stripe.errors.StripeError)) throw new Error('the call did not fail');
  return error;
}

/** Sends a form as it stands, to say what the package's types would not let us say. */
async function post(path: string, form: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${bench.standIn.url}${path}`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: 'Bearer sk_test_standin',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const sessions = () => bench.stripe.checkout.sessions;

describe('create', () => {
  test('answers an open session with the address of its page', async () => {
    const metadata = { orderId: 'o1' };
    const session = await sessions().create(
      sessionParams({
        metadata,
        client_reference_id: 'o1',
        customer_email: 'ada@example.com',
        locale: 'fr',
        payment_intent_data: { metadata },
      }),
    );
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 1900,
      currency: 'usd',
      metadata,
      client_reference_id: 'o1',
      customer_email: 'ada@example.com',
      payment_intent: null,
      url: `${bench.standIn.url}/pay/${session.id}`,
    });
    expect(session.id).toMatch(/^cs_test_\w{58}$/);
    expect(session.expires_at - session.created).toBe(24 * 3600);
    expect(session.lastResponse.requestId).toMatch(/^req_/);
  });

  test('adds its lines up', async () => {
    const price_data = { currency: 'eur', unit_amount: 250, product_data: { name: 'A' } };
    const other = { currency: 'eur', unit_amount: 1000, product_data: { name: 'B' } };
    const session = await sessions().create(
      sessionParams({
        line_items: [
          { quantity: 3, price_data },
          { quantity: 1, price_data: other },
        ],
      }),
    );
    expect(session.amount_total).toBe(1750);
    const lines = await sessions().listLineItems(session.id);
    expect(lines.data.map((line) => [line.description, line.amount_total])).toEqual([
      ['A', 750],
      ['B', 1000],
    ]);
    expect(session.payment_method_types).toEqual(['card', 'sepa_debit']);
  });

  test('takes a destination charge', async () => {
    const transfer_data = { destination: 'acct_1seller' };
    const data = { application_fee_amount: 285, transfer_data };
    const { id } = await sessions().create(sessionParams({ payment_intent_data: data }));
    bench.standIn.control.pay(id);
    const paid = await sessions().retrieve(id, { expand: ['payment_intent.latest_charge'] });
    expect(paid.payment_intent).toMatchObject({ application_fee_amount: 285, transfer_data });
  });

  const now = () => Math.floor(Date.now() / 1000);
  const line = 'line_items[0]';
  const refusals: [string, Partial<Stripe.Checkout.SessionCreateParams>, string | undefined, string][] = [
    ['no success address', { success_url: undefined }, 'parameter_missing', 'success_url'],
    ['a script for an address', { success_url: 'javascript:alert(1)' }, 'url_invalid', 'success_url'],
    ['no lines', { line_items: undefined }, 'parameter_missing', 'line_items'],
    [
      'an unknown price',
      { line_items: [{ price: 'price_x', quantity: 1 }] },
      'resource_missing',
      `${line}[price]`,
    ],
    ['no e-mail address', { customer_email: 'ada' }, 'email_invalid', 'customer_email'],
    ['an unknown customer', { customer: 'cus_x' }, 'resource_missing', 'customer'],
    ['a life too short', { expires_at: now() + 60 }, undefined, 'expires_at'],
    ['a life too long', { expires_at: now() + 25 * 3600 }, undefined, 'expires_at'],
    ['custom fields', { custom_text: { submit: { message: 'x' } } }, undefined, 'custom_text'],
    [
      'a fee that goes to nobody',
      { payment_intent_data: { application_fee_amount: 10 } },
      undefined,
      'payment_intent_data[application_fee_amount]',
    ],
    [
      'a receiver that is no account',
      { payment_intent_data: { transfer_data: { destination: 'x' } } },
      'resource_missing',
      'payment_intent_data[transfer_data][destination]',
    ],
  ];
  test.each(refusals)('refuses %s', async (_name, change, code, param) => {
    const fault = await faultOf(sessions().create(sessionParams(change)));
    expect(fault).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', code, param });
  });

  test.each([
    [1, 'amount_too_small'],
    [49, 'amount_too_small'],
  ])('refuses a total of %i', async (amount, code) => {
    expect(await faultOf(sessions().create(sessionParams({}, amount)))).toMatchObject({ code });
  });

  const rawRefusals: [string, string, string, string | undefined][] = [
    ['an unknown parameter', 'mode=payment&colour=red', 'colour', 'parameter_unknown'],
    [
      'one inside another',
      'mode=payment&payment_intent_data[x]=1',
      'payment_intent_data[x]',
      'parameter_unknown',
    ],
    ['a missing mode', 'success_url=https://x.test', 'mode', 'parameter_missing'],
    ['a mode that is none', 'mode=gift', 'mode', undefined],
    [
      'a quantity in words',
      'mode=payment&line_items[0][quantity]=two',
      'line_items[0][quantity]',
      'parameter_invalid_integer',
    ],
    ['an empty text', 'mode=payment&cancel_url=', 'cancel_url', 'parameter_invalid_empty'],
    ['a text for a list', 'mode=payment&line_items=3', 'line_items', undefined],
    [
      'a long metadata key',
      `mode=payment&metadata[${'k'.repeat(41)}]=1`,
      `metadata[${'k'.repeat(41)}]`,
      undefined,
    ],
  ];
  test.each(rawRefusals)('refuses %s', async (_name, form, param, code) => {
    const { status, json } = await post('/v1/checkout/sessions', form);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { type: 'invalid_request_error', param } });
    expect((json as { error: { code?: string } }).error.code).toBe(code);
  });
});

describe('retrieve, list, update, expire', () => {
  test('expands, or says what it cannot expand', async () => {
    const { id } = await sessions().create(sessionParams());
    const open = await sessions().retrieve(id, { expand: ['payment_intent', 'line_items'] });
    expect(open.payment_intent).toBeNull();
    expect(open.line_items?.data).toHaveLength(1);
    bench.standIn.control.pay(id);
    const paid = await sessions().retrieve(id, {
      expand: ['payment_intent.latest_charge.balance_transaction'],
    });
    expect(paid.payment_intent).toMatchObject({
      object: 'payment_intent',
      latest_charge: { object: 'charge', balance_transaction: { amount: 1900, fee: 85, net: 1815 } },
    });
    for (const path of ['colour', 'currency', 'payment_intent.amount', 'a.b.c.d.e']) {
      expect(await faultOf(sessions().retrieve(id, { expand: [path] }))).toMatchObject({ statusCode: 400 });
    }
  });

  test('an unknown one is missing', async () => {
    expect(await faultOf(sessions().retrieve('cs_test_x'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
    });
  });

  test('lists newest first, in pages', async () => {
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.push((await sessions().create(sessionParams())).id);
    const newest = made.toReversed();
    const first = await sessions().list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(newest.slice(0, 2));
    expect(first.has_more).toBe(true);
    const second = await sessions().list({ limit: 2, starting_after: newest[1] });
    expect(second.data.map(({ id }) => id)).toEqual(newest.slice(2, 4));
    const back = await sessions().list({ limit: 2, ending_before: newest[2] });
    expect(back.data.map(({ id }) => id)).toEqual(newest.slice(0, 2));
    const open = await sessions().list({ status: 'open', limit: 100, expand: ['data.payment_intent'] });
    expect(open.data.every(({ status }) => status === 'open')).toBe(true);
    expect(await faultOf(sessions().list({ limit: 101 }))).toMatchObject({ param: 'limit' });
    expect((await sessions().list({ created: { gt: 4_000_000_000 } })).data).toEqual([]);
  });

  test('metadata merges, and an empty value removes', async () => {
    const { id } = await sessions().create(sessionParams({ metadata: { a: '1', b: '2' } }));
    const changed = await sessions().update(id, { metadata: { b: '', c: '3' } });
    expect(changed.metadata).toEqual({ a: '1', c: '3' });
  });

  test('expires once, and only while it is open', async () => {
    const { id } = await sessions().create(sessionParams());
    expect(await sessions().expire(id)).toMatchObject({ status: 'expired', url: null });
    expect((await faultOf(sessions().expire(id))).message).toMatch(/status of expired/);
    expect(() => bench.standIn.control.pay(id)).toThrow(/expired/);
  });
});

describe('keys, versions, addresses', () => {
  test('a wrong key is refused and not shown', async () => {
    const fault = await faultOf(clientOf(bench.standIn, 'sk_test_other').balance.retrieve());
    expect(fault).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    expect(fault.message).not.toContain('sk_test_other');
    const without = await fetch(`${bench.standIn.url}/v1/balance`);
    expect(without.status).toBe(401);
  });

  test.each(['/v1/nothing', '/v1/charges/search', '/v1/checkout/sessions/', '/v1/charges/%00'])(
    '%s is no address',
    async (path) => {
      const headers = { authorization: 'Bearer sk_test_standin' };
      const response = await fetch(`${bench.standIn.url}${path}`, { headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    },
  );

  test('another version, another account, another format', async () => {
    expect(await post('/v1/customers', '', { 'stripe-version': '2020-08-27' })).toMatchObject({
      status: 400,
    });
    expect(await post('/v1/customers', '', { 'stripe-account': 'acct_1' })).toMatchObject({ status: 403 });
    expect(await post('/v1/customers', '{}', { 'content-type': 'application/json' })).toMatchObject({
      status: 400,
    });
  });
});

describe('idempotency keys', () => {
  test('the same key and parameters replay the first answer', async () => {
    const options = { idempotencyKey: 'order:1:attempt:1' };
    const first = await sessions().create(sessionParams(), options);
    const again = await sessions().create(sessionParams(), options);
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });

  test('other parameters, or another address, are an error', async () => {
    const options = { idempotencyKey: 'order:2:attempt:1' };
    await sessions().create(sessionParams(), options);
    const other = await faultOf(sessions().create(sessionParams({}, 2000), options));
    expect(other).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
    const elsewhere = await faultOf(bench.stripe.customers.create({}, options));
    expect(elsewhere).toMatchObject({ type: 'StripeIdempotencyError' });
  });

  test('a bad request is not remembered, a refusal is', async () => {
    const key = { 'idempotency-key': 'k1' };
    expect((await post('/v1/customers', 'colour=red', key)).status).toBe(400);
    expect((await post('/v1/customers', 'name=Ada', key)).status).toBe(200);
    const refund = { 'idempotency-key': 'k2' };
    await post('/v1/refunds', 'charge=ch_x', refund);
    const again = await post('/v1/refunds', 'charge=ch_x', refund);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.status).toBe(400);
  });

  test('at the same time, it is done once', async () => {
    const options = { idempotencyKey: 'order:3:attempt:1' };
    const made = await Promise.all(
      Array.from({ length: 8 }, () => sessions().create(sessionParams(), options)),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  test('a key is forgotten after a day', async () => {
    const own = await startBench();
    const options = { idempotencyKey: 'k' };
    const first = await own.stripe.customers.create({}, options);
    own.standIn.control.advance(24 * 3600);
    const second = await own.stripe.customers.create({}, options);
    expect(second.id).not.toBe(first.id);
    await own.stop();
  });
});
