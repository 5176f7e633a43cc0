import { createHmac } from 'node:crypto';
import { BacklotError } from '@backlot/core';
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { contractJson } from '../testing/contracts.ts';
import { checkStripeSignature, verifyStripeMessage } from './verify.ts';

type Vector = {
  name: string;
  secret: string;
  payload: string;
  header: string;
  verify_at: number;
  tolerance: number;
  valid: boolean;
};

const { vectors } = contractJson<{ vectors: Vector[] }>('stripe/webhook-signature-vectors.json');
/** The one verdict in which we differ from the library, on purpose. */
const fromTheFuture =
  'a timestamp ahead of the clock is accepted by the official library (it only measures age)';

const secret = 'whsec_first';
const at = 1_793_500_000;
const nowMs = at * 1000;
const event = {
  id: 'evt_1',
  object: 'event',
  type: 'checkout.session.completed',
  livemode: false,
  data: { object: { id: 'cs_1', object: 'checkout.session', payment_intent: 'pi_1' } },
};
const body = JSON.stringify(event);

const sign = (payload: string, key = secret, timestamp = at): string =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp });

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'passed';
  } catch (error) {
    return error instanceof BacklotError ? error.code : String(error);
  }
};

describe('signatures', () => {
  it('are judged as the official vectors say', () => {
    expect(vectors).toHaveLength(18);
    for (const vector of vectors) {
      for (const rawBody of [vector.payload, Buffer.from(vector.payload)]) {
        const verdict = codeOf(() =>
          checkStripeSignature({
            rawBody,
            signatureHeader: vector.header,
            secrets: [vector.secret],
            nowMs: vector.verify_at * 1000,
          }),
        );
        const valid = vector.valid && vector.name !== fromTheFuture;
        expect([vector.name, verdict]).toEqual([vector.name, valid ? 'passed' : 'BAD_SIGNATURE']);
      }
    }
    expect(vectors.some((vector) => vector.name === fromTheFuture)).toBe(true);
  });

  it.each([
    [-301, 'BAD_SIGNATURE'],
    [-300, 'passed'],
    [-299, 'passed'],
    [299, 'passed'],
    [300, 'passed'],
    [301, 'BAD_SIGNATURE'],
  ])('made %i s from now: %s', (seconds, verdict) => {
    const signatureHeader = sign(body, secret, at + seconds);
    expect(
      codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader, secrets: [secret], nowMs })),
    ).toBe(verdict);
  });

  it('fit while either of two secrets is valid, and no third', () => {
    const secrets = ['whsec_new', secret];
    const verdict = (key: string) =>
      codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader: sign(body, key), secrets, nowMs }));
    expect([verdict(secret), verdict('whsec_new'), verdict('whsec_other')]).toEqual([
      'passed',
      'passed',
      'BAD_SIGNATURE',
    ]);
  });

  it('under a blank secret never fit, also beside a good one', () => {
    for (const blank of ['', ' ', '\n']) {
      const mac = createHmac('sha256', blank).update(`${at}.${body}`).digest('hex');
      const signatureHeader = `t=${at},v1=${mac}`;
      for (const secrets of [[blank], [blank, secret], []]) {
        expect(codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader, secrets, nowMs }))).toBe(
          'BAD_SIGNATURE',
        );
      }
    }
  });

  it.each([
    null,
    undefined,
    '',
    ',',
    't=',
    `v1=${'0'.repeat(64)}`,
    `t=${at}`,
    `t=${at},v1=`,
    `t=${at},v1=00`,
    't=NaN,v1=x',
  ])('without a usable header are refused: %s', (signatureHeader) => {
    expect(
      codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader, secrets: [secret], nowMs })),
    ).toBe('BAD_SIGNATURE');
  });

  it('with two times are refused, whichever of them was signed', () => {
    for (const signatureHeader of [`t=1,${sign(body)}`, `${sign(body)},t=1`, `t=${at},${sign(body)}`]) {
      expect(
        codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader, secrets: [secret], nowMs })),
      ).toBe('BAD_SIGNATURE');
    }
  });

  it('with anything behind them are refused', () => {
    const signed = sign(body);
    for (const signatureHeader of [`${signed}=`, `${signed}==`, `${signed}=x`, signed.replace(',', '=,')]) {
      expect(
        codeOf(() => verifyStripeMessage({ rawBody: body, signatureHeader, secrets: [secret], nowMs })),
      ).toBe('BAD_SIGNATURE');
    }
  });

  it('cover every byte of the body, a byte order mark too', () => {
    const signatureHeader = sign(body);
    const verdict = (rawBody: Uint8Array) =>
      codeOf(() => verifyStripeMessage({ rawBody, signatureHeader, secrets: [secret], nowMs }));
    const bytes = Buffer.from(body);
    expect(verdict(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]))).toBe('BAD_SIGNATURE');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const altered = Uint8Array.from(bytes, (byte, i) => (i === index ? byte ^ mask : byte));
        return verdict(altered) === 'BAD_SIGNATURE';
      }),
    );
  });
});

describe('a verified message', () => {
  const verify = (payload: unknown) => {
    const rawBody = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return verifyStripeMessage({ rawBody, signatureHeader: sign(rawBody), secrets: [secret], nowMs });
  };

  it('says what it is about', () => {
    expect(verify(event)).toEqual({
      externalId: 'evt_1',
      type: 'checkout.session.completed',
      livemode: false,
      objectId: 'cs_1',
      objectKind: 'checkout.session',
      relatedPaymentIntentId: 'pi_1',
      relatedCustomerId: null,
      payload: event,
    });
  });

  it('finds the payment intent of charges, disputes and of the intent itself', () => {
    const about = (object: object) => verify({ ...event, data: { object } }).relatedPaymentIntentId;
    expect(about({ id: 'ch_1', object: 'charge', payment_intent: 'pi_1' })).toBe('pi_1');
    expect(about({ id: 'du_1', object: 'dispute', payment_intent: { id: 'pi_2' } })).toBe('pi_2');
    expect(about({ id: 'pi_3', object: 'payment_intent' })).toBe('pi_3');
    expect(about({ id: 'cs_1', object: 'checkout.session', payment_intent: null })).toBeNull();
  });

  it('may be about something without an id', () => {
    expect(verify({ ...event, data: { object: { object: 'balance' } } }).objectId).toBeNull();
  });

  it('reads the whole events among the vectors', () => {
    const whole = vectors.filter((vector) => vector.valid && vector.payload.includes('"api_version"'));
    expect(whole).toHaveLength(2);
    for (const { payload, header, secret: key, verify_at } of whole) {
      const message = verifyStripeMessage({
        rawBody: Buffer.from(payload),
        signatureHeader: header,
        secrets: [key],
        nowMs: verify_at * 1000,
      });
      expect(message.externalId).toBe(JSON.parse(payload).id);
    }
  });

  it.each([
    ['not json'],
    ['[]'],
    ['null'],
    ['{"id":"evt_1"}'],
    ['{"id":1,"type":"x","livemode":false,"data":{}}'],
  ])('is BAD_INPUT when it is signed and no message: %s', (payload) => {
    expect(codeOf(() => verify(payload))).toBe('BAD_INPUT');
  });

  it('is not parsed before the signature holds', () => {
    const signatureHeader = sign('another');
    expect(
      codeOf(() => verifyStripeMessage({ rawBody: 'not json', signatureHeader, secrets: [secret], nowMs })),
    ).toBe('BAD_SIGNATURE');
  });
});
