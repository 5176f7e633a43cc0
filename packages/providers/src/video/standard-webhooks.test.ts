import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../testing/errors.ts';
import { checkStandardWebhook, readSigningKey } from './standard-webhooks.ts';

/** The example of docs.svix.com/receiving/verifying-payloads/how-manual, whose scheme became the specification. */
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const nowMs = example.at * 1000;

const sign = (
  body: string | Uint8Array,
  secret = example.secret,
  at = example.at,
  id = example.id,
): string => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64')}`;
};
const headersOf = (change: Record<string, string | null> = {}): Headers => {
  const all = {
    'webhook-id': example.id,
    'webhook-timestamp': String(example.at),
    'webhook-signature': sign(example.body),
    ...change,
  };
  return new Headers(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
};
const verdict = (
  headers: Headers,
  rawBody: string | Uint8Array = example.body,
  secrets: readonly string[] = [example.secret],
  at = nowMs,
) =>
  codeOf(() =>
    checkStandardWebhook('generic', { rawBody: Buffer.from(rawBody), headers, nowMs: at }, secrets),
  );

describe('a message of Standard Webhooks', () => {
  it('is named by its id', () => {
    const headers = headersOf({ 'webhook-signature': example.signature });
    const message = { rawBody: Buffer.from(example.body), headers, nowMs };
    expect(checkStandardWebhook('generic', message, [example.secret])).toBe(example.id);
  });

  it.each([
    [-301, 'BAD_SIGNATURE'],
    [-300, 'passed'],
    [300, 'passed'],
    [301, 'BAD_SIGNATURE'],
  ])('made %i s from now: %s', (seconds, expected) => {
    const at = example.at + seconds;
    const headers = headersOf({
      'webhook-timestamp': String(at),
      'webhook-signature': sign(example.body, example.secret, at),
    });
    expect(verdict(headers)).toBe(expected);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is refused', (name) => {
    expect(verdict(headersOf({ [name]: null }))).toBe('BAD_SIGNATURE');
    expect(verdict(headersOf({ [name]: '' }))).toBe('BAD_SIGNATURE');
  });

  it('fits while either of two secrets is valid, and no third', () => {
    const by = (secret: string) => headersOf({ 'webhook-signature': sign(example.body, secret) });
    expect(verdict(by(other), example.body, [example.secret, other])).toBe('passed');
    expect(verdict(by(example.secret), example.body, [example.secret, other])).toBe('passed');
    expect(verdict(by(other), example.body, [example.secret])).toBe('BAD_SIGNATURE');
    expect(verdict(by(other), example.body, [])).toBe('BAD_SIGNATURE');
  });

  it('fits when any of its signatures does, and passes over other versions', () => {
    const [good, bad] = [sign(example.body), sign('another')];
    const with_ = (signature: string) => verdict(headersOf({ 'webhook-signature': signature }));
    expect([with_(`${bad} ${good}`), with_(`v1a,${good.slice(3)} ${good}`)]).toEqual(['passed', 'passed']);
    for (const none of [
      bad,
      good.slice(3),
      good.replace('v1', 'v2'),
      `${good},x`,
      `${good}=`,
      'v1,',
      good.slice(0, -4),
    ])
      expect([none, with_(none)]).toEqual([none, 'BAD_SIGNATURE']);
  });

  it('covers every byte of the body, and its own name and time', () => {
    fc.assert(
      fc.property(fc.nat(example.body.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const altered = Uint8Array.from(Buffer.from(example.body), (byte, i) =>
          i === index ? byte ^ mask : byte,
        );
        return verdict(headersOf(), altered) === 'BAD_SIGNATURE';
      }),
    );
    expect(verdict(headersOf({ 'webhook-id': 'msg_other' }))).toBe('BAD_SIGNATURE');
    expect(verdict(headersOf({ 'webhook-timestamp': String(example.at + 1) }))).toBe('BAD_SIGNATURE');
    for (const time of [`${example.at}.0`, ` ${example.at}x`, '-1', 'NaN', '1e9', '0x10'])
      expect([time, verdict(headersOf({ 'webhook-timestamp': time }))]).toEqual([time, 'BAD_SIGNATURE']);
  });

  it('has a name, and a time in plain digits, be it signed or not', () => {
    expect(
      verdict(
        headersOf({
          'webhook-id': '',
          'webhook-signature': sign(example.body, example.secret, example.at, ''),
        }),
      ),
    ).toBe('BAD_SIGNATURE');
    for (const time of [
      `+${example.at}`,
      `${example.at}.0`,
      `0x${example.at.toString(16)}`,
      '1.61426533e9',
    ]) {
      const mac = createHmac('sha256', Buffer.from(example.secret.slice(6), 'base64'));
      const signature = mac.update(`${example.id}.${time}.${example.body}`).digest('base64');
      const headers = headersOf({ 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` });
      expect([time, verdict(headers)]).toEqual([time, 'BAD_SIGNATURE']);
    }
  });

  it('is judged by its bytes: two bodies that read the same as text are two', () => {
    const broken = Uint8Array.from([0x7b, 0xff, 0x7d]);
    const headers = headersOf({ 'webhook-signature': sign(broken) });
    expect(verdict(headers, broken)).toBe('passed');
    expect(verdict(headers, Buffer.from(Buffer.from(broken).toString('utf8')))).toBe('BAD_SIGNATURE');
  });
});

describe('the library of the specification', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('comes to the same verdict about any body, secret, time and change', () => {
    const secrets = [example.secret, other];
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.constantFrom(...secrets),
        fc.constantFrom(...secrets),
        fc.integer({ min: -400, max: 400 }),
        fc.boolean(),
        (body, signedBy, secret, seconds, changed) => {
          const at = example.at + seconds;
          const signature = new Webhook(signedBy).sign(example.id, new Date(at * 1000), body);
          const headers = {
            'webhook-id': example.id,
            'webhook-timestamp': String(at),
            'webhook-signature': signature,
          };
          const sent = changed ? `${body}x` : body;
          const theirs = codeOf(() => new Webhook(secret).verify(sent, headers, { jsonParse: false }));
          const ours = verdict(new Headers(headers), sent, [secret]);
          expect(ours === 'passed').toBe(theirs === 'passed');
        },
      ),
    );
  });
});

describe('a signing secret', () => {
  it.each([
    [example.secret, null],
    [example.secret.slice(6), null],
    [`whsec_${Buffer.alloc(64, 1).toString('base64')}`, null],
    ['', 'is not base64'],
    ['whsec_', 'is not base64'],
    ['whsec_not base64 at all, but quite long enough', 'is not base64'],
    [`whsec_${Buffer.alloc(23, 1).toString('base64')}`, 'is shorter than 24 bytes'],
    [`whsec_${Buffer.alloc(65, 1).toString('base64')}`, 'is longer than 64 bytes'],
  ])('%s: %s', (secret, problem) => {
    const read = readSigningKey(secret);
    expect(read.ok ? null : read.problem).toBe(problem);
  });
});
