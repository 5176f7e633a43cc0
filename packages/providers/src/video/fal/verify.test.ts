import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../testing/errors.ts';
import { closedPort, serve } from '../../testing/http.ts';
import { falKeys } from './keys.ts';
import { verifyFalMessage } from './verify.ts';

const makeKey = () => generateKeyPairSync('ed25519').privateKey;
const publicOf = (key: KeyObject) => {
  const { kty, crv, x } = key.export({ format: 'jwk' });
  return { kty, crv, x };
};
const nowMs = 1_800_000_000_000;
const body = JSON.stringify({
  request_id: 'r1',
  gateway_request_id: 'r1',
  status: 'OK',
  payload: { video: { url: 'https://v3.fal.media/files/x/output.mp4' } },
});

/** A message as fal signs it (docs.fal.ai/model-endpoints/webhooks). */
function messageBy(
  key: KeyObject,
  change: { rawBody?: string; atMs?: number; user?: string; requestId?: string } = {},
) {
  const { rawBody = body, atMs = nowMs, user = 'us', requestId = 'r1' } = change;
  const timestamp = String(atMs / 1000);
  const digest = createHash('sha256').update(rawBody).digest('hex');
  const signature = sign(null, Buffer.from([requestId, user, timestamp, digest].join('\n')), key);
  const headers = new Headers({
    'x-fal-webhook-request-id': requestId,
    'x-fal-webhook-user-id': user,
    'x-fal-webhook-timestamp': timestamp,
    'x-fal-webhook-signature': signature.toString('hex'),
  });
  return { rawBody: Buffer.from(rawBody), headers, nowMs };
}

/** fal's key set on loopback, and how often it was asked for. */
async function keyServer(...first: KeyObject[]) {
  const state = { keys: first, asked: 0, down: false };
  const server = await serve((_request, response) => {
    state.asked += 1;
    response.writeHead(state.down ? 503 : 200);
    response.end(JSON.stringify({ keys: [{ kty: 'RSA', n: 'x', e: 'AQAB' }, ...state.keys.map(publicOf)] }));
  });
  const keys = falKeys(`${server.url}/jwks.json`);
  const judge = (message: ReturnType<typeof messageBy>, userId: string | null = null) =>
    verifyFalMessage(message, { keys, userId });
  const refused = async (message: ReturnType<typeof messageBy>, userId?: string) =>
    expect((await errorOf(judge(message, userId))).code).toBe('BAD_SIGNATURE');
  return {
    state,
    judge,
    refused,
    url: server.url,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe('a message of fal', () => {
  it('is taken by any key of the set, and says which request it is about', async () => {
    const [old, young] = [makeKey(), makeKey()];
    await using fal = await keyServer(old, young);
    for (const key of [old, young]) {
      expect(await fal.judge(messageBy(key))).toMatchObject({
        externalId: 'r1:OK',
        jobId: 'r1',
        videoId: null,
        report: { status: 'completed', outputs: [{ url: 'https://v3.fal.media/files/x/output.mp4' }] },
      });
    }
    expect(fal.state.asked).toBe(1);
  });

  it('is refused by a key that is not in the set', async () => {
    await using fal = await keyServer(makeKey());
    await fal.refused(messageBy(makeKey()));
  });

  it.each(['request-id', 'user-id', 'timestamp', 'signature'])(
    'is refused without %s, or with another',
    async (name) => {
      const key = makeKey();
      await using fal = await keyServer(key);
      const header = `x-fal-webhook-${name}`;
      for (const value of [null, '', '0', `${messageBy(key).headers.get(header)}0`]) {
        const message = messageBy(key);
        if (value === null) message.headers.delete(header);
        else message.headers.set(header, value);
        await fal.refused(message);
      }
    },
  );

  it('is refused when it is old, comes from the future, or its body was changed', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    await fal.refused(messageBy(key, { atMs: nowMs - 301_000 }));
    await fal.refused(messageBy(key, { atMs: nowMs + 301_000 }));
    await fal.refused({ ...messageBy(key), rawBody: Buffer.from(body.replace('r1', 'r2')) });
    expect((await fal.judge(messageBy(key, { atMs: nowMs - 300_000 }))).jobId).toBe('r1');
  });

  it('is refused when nobody is named in it, be it signed', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    await fal.refused(messageBy(key, { user: '' }));
    await fal.refused(messageBy(key, { requestId: '' }));
  });

  it('of another account is refused where ours is known', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    await fal.refused(messageBy(key, { user: 'them' }), 'us');
    expect((await fal.judge(messageBy(key), 'us')).jobId).toBe('r1');
  });

  it('is BAD_INPUT when it is signed and no message', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    for (const rawBody of ['', 'nothing', '[]', '{"status":"OK"}'])
      expect((await errorOf(fal.judge(messageBy(key, { rawBody })))).code).toBe('BAD_INPUT');
  });
});

describe('the keys of fal', () => {
  it('are asked for again when none fits, at most every five minutes, whoever forges', async () => {
    const [old, young, forged] = [makeKey(), makeKey(), makeKey()];
    await using fal = await keyServer(old);
    await fal.judge(messageBy(old));
    fal.state.keys = [young];
    await fal.refused(messageBy(young));
    for (let at = 0; at < 20; at++) await fal.refused(messageBy(forged));
    expect(fal.state.asked).toBe(1);
    const later = { ...messageBy(young, { atMs: nowMs + 300_000 }), nowMs: nowMs + 300_000 };
    expect((await fal.judge(later)).jobId).toBe('r1');
    expect(fal.state.asked).toBe(2);
    await fal.refused({ ...messageBy(old, { atMs: nowMs + 300_000 }), nowMs: nowMs + 300_000 });
    // Newer keys are no pass: what does not fit them either is refused.
    await fal.refused({ ...messageBy(forged, { atMs: nowMs + 600_000 }), nowMs: nowMs + 600_000 });
    expect(fal.state.asked).toBe(3);
  });

  it('are kept for a day, asked for once by many, and missed as an outage', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    await Promise.all(Array.from({ length: 10 }, () => fal.judge(messageBy(key))));
    fal.state.down = true;
    const at = (hours: number) => {
      const atMs = nowMs + hours * 3_600_000;
      return { ...messageBy(key, { atMs }), nowMs: atMs };
    };
    await fal.judge(at(23));
    expect(fal.state.asked).toBe(1);
    expect((await errorOf(fal.judge(at(24)))).code).toBe('PROVIDER_UNAVAILABLE');
    fal.state.down = false;
    expect((await fal.judge(at(25))).jobId).toBe('r1');
    const nowhere = falKeys(`http://127.0.0.1:${await closedPort()}/jwks.json`);
    const missed = verifyFalMessage(messageBy(key), { keys: nowhere, userId: null });
    expect((await errorOf(missed)).code).toBe('PROVIDER_UNAVAILABLE');
  });

  it('are taken from their own address and from no other, and are no more than keys are', async () => {
    const key = makeKey();
    await using fal = await keyServer(key);
    await using door = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: `${fal.url}/jwks.json` }).end();
      else response.end(JSON.stringify({ keys: [publicOf(key)], more: 'x'.repeat(300_000) }));
    });
    for (const path of ['/moved', '/long']) {
      const judging = verifyFalMessage(messageBy(key), { keys: falKeys(door.url + path), userId: null });
      expect((await errorOf(judging)).code).toBe('PROVIDER_UNAVAILABLE');
    }
    expect(fal.state.asked).toBe(0);
  });
});
