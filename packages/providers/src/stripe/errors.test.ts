import type { Payments } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { closedPort, serve } from '../testing/http.ts';
import { stripeClient } from './client.ts';
import { stripePayments } from './provider.ts';

const person = 'zoe@example.com';
const secretKey = 'sk_test_hidden';

const paymentsAt = (port: number): Payments =>
  stripePayments(stripeClient({ secretKey, host: '127.0.0.1', port, protocol: 'http' }));

/** What Payments says when Stripe answers every request so. */
async function answered(
  status: number,
  error: object,
  run = (payments: Payments) => payments.readCheckout('cs_1'),
) {
  let requests = 0;
  await using server = await serve((_request, response) => {
    requests += 1;
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
    response.end(JSON.stringify({ error: { message: `About ${person}`, ...error } }));
  });
  return { error: await errorOf(run(paymentsAt(server.port))), requests };
}

describe('an error of Stripe', () => {
  it.each([
    [404, { type: 'invalid_request_error', code: 'resource_missing' }, 'NOT_FOUND'],
    [400, { type: 'invalid_request_error', param: 'line_items' }, 'INTERNAL'],
    [400, { type: 'idempotency_error' }, 'INTERNAL'],
    [401, { type: 'invalid_request_error' }, 'INTERNAL'],
    [403, { type: 'invalid_request_error' }, 'INTERNAL'],
    [429, { type: 'rate_limit_error' }, 'PROVIDER_UNAVAILABLE'],
  ])('%i %j is %s', async (status, body, code) => {
    expect((await answered(status, body)).error.code).toBe(code);
  });

  it('is tried again and passing while another request holds the key, and when it is their fault', async () => {
    const answers = await Promise.all(
      [409, 500, 503].map((status) => answered(status, { type: 'api_error' })),
    );
    for (const { error, requests } of answers) {
      expect([error.code, requests]).toEqual(['PROVIDER_UNAVAILABLE', 3]);
    }
  });

  it('tells codes and the request id, no text, address or key', async () => {
    const { error } = await answered(400, { type: 'invalid_request_error', code: 'email_invalid' });
    expect(error.data).toEqual({
      provider: 'stripe',
      operation: 'readCheckout',
      status: 400,
      vendorCode: 'email_invalid',
      requestId: 'req_1',
    });
    expect(error.cause).toBeUndefined();
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/zoe|hidden/);
  });

  it('is passing when nobody answers', async () => {
    const payments = paymentsAt(await closedPort());
    expect((await errorOf(payments.readCheckout('cs_1'))).code).toBe('PROVIDER_UNAVAILABLE');
  });

  it('is passing when something else than JSON answers', async () => {
    await using server = await serve((_request, response) => {
      response.end('<html>');
    });
    expect((await errorOf(paymentsAt(server.port).readCheckout('cs_1'))).code).toBe('PROVIDER_UNAVAILABLE');
  });
});

describe('an unknown payment intent', () => {
  it('has no checkout session of ours', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { type: 'invalid_request_error', code: 'resource_missing' } }));
    });
    expect(await paymentsAt(server.port).findCheckoutByPaymentIntent('pi_1')).toBeNull();
  });
});
