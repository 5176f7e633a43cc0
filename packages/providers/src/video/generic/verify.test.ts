import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../testing/errors.ts';
import { verifyGenericVideoMessage } from './verify.ts';

const signing = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const secrets = { webhookSecrets: ['new-secret', 'old-secret'], signingSecrets: [signing] };
const nowMs = 1_800_000_000_000;
const body = JSON.stringify({
  videoId: 'v1',
  jobId: 'j1',
  status: 'completed',
  videoUrl: 'https://maker.example/v1.mp4',
});
const report = {
  status: 'completed',
  outputs: [{ url: 'https://maker.example/v1.mp4', expiresAt: null, headers: {} }],
};

const verify = (headers: Record<string, string>, rawBody: string = body, known = secrets) =>
  verifyGenericVideoMessage({ rawBody: Buffer.from(rawBody), headers: new Headers(headers), nowMs }, known);
const verdict = (...args: Parameters<typeof verify>) => codeOf(() => verify(...args));
const signed = (rawBody = body, secret = signing, atMs = nowMs) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(atMs / 1000),
  'webhook-signature': new Webhook(secret).sign('msg_1', new Date(atMs), rawBody),
});

describe('a message under a shared secret', () => {
  it('is taken under either of two secrets, and says which video it is about', () => {
    for (const secret of secrets.webhookSecrets)
      expect(verify({ 'x-webhook-secret': secret })).toMatchObject({ jobId: 'j1', videoId: 'v1', report });
  });

  it('has the same name whenever it says the same', () => {
    const name = (rawBody: string) => verify({ 'x-webhook-secret': 'new-secret' }, rawBody).externalId;
    expect(name(body)).toBe(name(body));
    expect(name(body)).not.toBe(name(body.replace('completed', 'failed')));
    expect(name('{"eventId":"e1","videoId":"v1","status":"failed"}')).toBe('e1');
  });

  it.each(['', ' ', 'new-secre', 'new-secret1', 'NEW-SECRET', 'new-secret,old-secret'])(
    'is refused under "%s"',
    (secret) => {
      expect(verdict({ 'x-webhook-secret': secret })).toBe('WRONG_SECRET');
    },
  );

  it('is refused under every other secret, however much of it is alike', () => {
    for (let other = 0; other < 1_000; other += 1)
      expect(verdict({ 'x-webhook-secret': `new-secret-${other}` })).toBe('WRONG_SECRET');
  });

  it('is no message when its bytes are no text', () => {
    const rawBody = Buffer.from(body);
    rawBody[rawBody.indexOf('v1')] = 0xff;
    const headers = new Headers({ 'x-webhook-secret': 'new-secret' });
    expect(codeOf(() => verifyGenericVideoMessage({ rawBody, headers, nowMs }, secrets))).toBe('BAD_INPUT');
  });

  it('is refused without one, and where none is configured or a blank one is', () => {
    expect(verdict({})).toBe('WRONG_SECRET');
    for (const webhookSecrets of [[], [''], [' ']]) {
      for (const given of ['', ' '])
        expect(verdict({ 'x-webhook-secret': given }, body, { ...secrets, webhookSecrets })).toBe(
          'WRONG_SECRET',
        );
    }
  });
});

describe('a signed message', () => {
  it('is taken and keeps its name', () => {
    expect(verify(signed())).toEqual({ externalId: 'msg_1', jobId: 'j1', videoId: 'v1', report });
  });

  it('is judged by its signature alone, whatever shared secret comes with it', () => {
    const forged = { ...signed(body, `whsec_${Buffer.alloc(32, 4).toString('base64')}`) };
    expect(verdict(forged)).toBe('BAD_SIGNATURE');
    expect(verdict({ ...forged, 'x-webhook-secret': 'new-secret' })).toBe('BAD_SIGNATURE');
    expect(verdict({ 'webhook-id': 'msg_1', 'x-webhook-secret': 'new-secret' })).toBe('BAD_SIGNATURE');
  });

  it('is refused when it is old, or its body was changed', () => {
    expect(verdict(signed(body, signing, nowMs - 301_000))).toBe('BAD_SIGNATURE');
    expect(verdict(signed(), body.replace('v1', 'v2'))).toBe('BAD_SIGNATURE');
  });
});

it.each([
  '',
  'nothing',
  '[]',
  'null',
  '{}',
  '{"status":"completed"}',
  '{"videoId":"v1"}',
  '{"videoId":"v1","status":"done"}',
  '{"videoId":"","jobId":7,"status":"failed"}',
])('a body that names no job or says nothing is BAD_INPUT, once it may speak: %s', (rawBody) => {
  expect(verdict({ 'x-webhook-secret': 'new-secret' }, rawBody)).toBe('BAD_INPUT');
  expect(verdict({ 'x-webhook-secret': 'wrong' }, rawBody)).toBe('WRONG_SECRET');
});

it.each(['j\0', 'j\ud800', 'j'.repeat(201), ''])(
  'a name of a job that cannot be kept is none: %j',
  (jobId) => {
    const named = (more: object) =>
      verify({ 'x-webhook-secret': 'new-secret' }, JSON.stringify({ status: 'failed', jobId, ...more }));
    expect(named({ videoId: 'v1' })).toMatchObject({ jobId: null, videoId: 'v1' });
    expect(codeOf(() => named({}))).toBe('BAD_INPUT');
  },
);
