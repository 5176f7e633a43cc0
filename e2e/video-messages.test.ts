import { createHmac, randomUUID } from 'node:crypto';
import { defaultLimits } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../packages/domain/src/accounts/sign-in-token.ts';
import { callbackPurpose } from '../packages/domain/src/video/request.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn } from './lib/person.ts';
import { until } from './lib/until.ts';

const [newSecret, oldSecret] = ['the-new-secret', 'the-old-secret'];
const signingKey = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const wide = { most: 100_000, windowMs: 10_000 };
let house: House;
let ada: Person;
let sender = 0;

beforeAll(async () => {
  house = await openHouse({
    limits: { signIn: wide, calls: wide, costly: wide, refusedWebhooks: defaultLimits.refusedWebhooks },
    trustedProxies: 1,
    // A maker that is never reached: all that is learned here comes by message.
    environment: {
      VIDEO_API_URL: 'http://127.0.0.1:9',
      VIDEO_API_KEY: 'key',
      VIDEO_WEBHOOK_SECRET: `${newSecret},${oldSecret}`,
      VIDEO_SIGNING_SECRET: signingKey,
      LUMAAI_API_KEY: 'key',
      LUMA_URL: 'http://127.0.0.1:9',
    },
  });
  ada = await signIn(house, 'ada@example.com');
});
afterAll(() => house?.close());

/** A generation that waits for its provider. Many members, because each may ask for a few only. */
async function wished(provider: 'generic' | 'luma' = 'generic'): Promise<{ videoId: string; owner: Person }> {
  const owner = await signIn(house, `${randomUUID()}@example.com`);
  const { generationId } = await owner.api.videos.generate.mutate({
    ...{ requestKey: randomUUID(), prompt: 'A heron in fog', durationSeconds: 5, aspect: '16:9', provider },
  });
  return { videoId: generationId, owner };
}

const told = (videoId: string, status: 'completed' | 'failed' = 'completed') =>
  JSON.stringify({ videoId, videoUrl: 'https://maker.example/film.mp4', status });

/** Each from an address of its own, because refused messages are counted by address. */
const send = (body: string, headers: Record<string, string> = {}, path = 'video-complete', from = ++sender) =>
  fetch(`${house.publicUrl}/api/webhooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${from}`, ...headers },
    body,
  });
const underSecret = (body: string, secret = newSecret) => send(body, { 'x-webhook-secret': secret });
/** By the formula of Standard Webhooks, whatever library checks it. */
function signedBy(key: string, body: string, at = new Date(), id = `msg_${randomUUID()}`) {
  const time = Math.floor(at.getTime() / 1_000);
  const secret = Buffer.from(key.replace('whsec_', ''), 'base64');
  const mac = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': `v1,${mac}` };
}

const stageOf = async (owner: Person, videoId: string) =>
  (await owner.api.videos.get.query({ videoId })).stage;
const leaves = (owner: Person, videoId: string, stage: string) =>
  until(
    'the message to be handled',
    () => stageOf(owner, videoId),
    (now) => now !== stage,
  );

const messagesAbout = (videoId: string) =>
  house.sql`select * from inbox where payload->>'objectId' = ${videoId}`;
const handled = (rows: { handled_at?: Date | null }[]) =>
  rows.length > 0 && rows.every((row) => row.handled_at);

describe('the generic message', () => {
  it.each([
    ['under the new secret', (body: string) => underSecret(body)],
    ['under the old secret', (body: string) => underSecret(body, oldSecret)],
    ['signed', (body: string) => send(body, signedBy(signingKey, body))],
  ])('%s ends a generation, and says success', async (_, deliver) => {
    const { videoId, owner } = await wished();
    const answer = await deliver(told(videoId));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: true });
    await leaves(owner, videoId, 'accepted');
    expect(['storing', 'not_stored']).toContain(await stageOf(owner, videoId));
  });

  it('of a failure gives the quota back', async () => {
    const { videoId, owner } = await wished();
    await underSecret(told(videoId, 'failed'));
    await leaves(owner, videoId, 'accepted');
    expect(await owner.api.videos.get.query({ videoId })).toMatchObject({
      ...{ stage: 'failed', failure: 'provider_failed' },
    });
    const { videos } = await owner.api.videos.offers.query();
    expect(videos).toMatchObject({ used: 0 });
  });

  it('that comes again, late, or says the contrary changes nothing and is thanked all the same', async () => {
    const { videoId, owner } = await wished();
    await underSecret(told(videoId, 'failed'));
    await leaves(owner, videoId, 'accepted');
    const again = await Promise.all(
      (['failed', 'completed', 'failed', 'completed'] as const).map((status) =>
        underSecret(told(videoId, status)),
      ),
    );
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rows = await until('both to be handled', () => messagesAbout(videoId), handled);
    expect(rows.map((row) => row.external_id).toSorted()).toEqual([
      `${videoId}:completed`,
      `${videoId}:failed`,
    ]);
    expect(await stageOf(owner, videoId)).toBe('failed');
    // What opened the file is gone from the inbox once it is handled.
    expect(JSON.stringify(rows)).not.toContain('maker.example');
  });

  it.each([
    ['without a secret', 401, (body: string) => send(body)],
    ['under a wrong secret', 401, (body: string) => underSecret(body, 'the-new-secre')],
    ['under both secrets at once', 401, (body: string) => underSecret(body, `${newSecret},${oldSecret}`)],
    [
      'signed by another key',
      400,
      (body: string) => send(body, signedBy(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, body)),
    ],
    [
      'signed more than five minutes ago',
      400,
      (body: string) => send(body, signedBy(signingKey, body, new Date(Date.now() - 301_000))),
    ],
  ])('%s is refused by %d', async (_, status, deliver) => {
    const { videoId, owner } = await wished();
    expect((await deliver(told(videoId))).status).toBe(status);
    expect(await stageOf(owner, videoId)).toBe('accepted');
  });

  it.each([
    'nothing',
    '',
    '[]',
    '{}',
    JSON.stringify({ videoId: 'no-uuid', videoUrl: 'https://maker.example/a.mp4', status: 'completed' }),
    JSON.stringify({ videoId: randomUUID(), status: 'done' }),
  ])('that is malformed is 400: %s', async (body) => {
    expect((await underSecret(body)).status).toBe(400);
  });

  it.each([undefined, '', 7, 'https://maker.example/\0.mp4', 'https://maker.example/\ud800.mp4'])(
    'without an address of what was made is 400: %j',
    async (videoUrl) => {
      const { videoId } = await wished();
      const body = JSON.stringify({ videoId, status: 'completed', videoUrl });
      expect((await underSecret(body)).status).toBe(400);
      expect(await messagesAbout(videoId)).toEqual([]);
    },
  );

  it('of a video that another provider makes is 404', async () => {
    const { videoId } = await wished('luma');
    expect((await underSecret(told(videoId))).status).toBe(404);
    expect(await messagesAbout(videoId)).toEqual([]);
  });

  it('that calls the job by the name of another one is 404, and takes nobody the name', async () => {
    const [one, two] = [await wished(), await wished()];
    const about = (videoId: string, jobId: string) =>
      underSecret(JSON.stringify({ videoId, jobId, status: 'failed' }));
    const jobId = randomUUID();
    expect((await about(one.videoId, jobId)).status).toBe(200);
    await leaves(one.owner, one.videoId, 'accepted');
    expect((await about(two.videoId, jobId)).status).toBe(404);
    expect((await about(one.videoId, randomUUID())).status).toBe(404);
    expect(await messagesAbout(two.videoId)).toEqual([]);
    expect(await stageOf(two.owner, two.videoId)).toBe('accepted');
  });

  it('is one message however the id is spelled', async () => {
    const { videoId } = await wished();
    for (const id of [videoId, videoId.toUpperCase()]) expect((await underSecret(told(id))).status).toBe(200);
    expect(await messagesAbout(videoId)).toHaveLength(1);
  });

  it('of a video that we never asked for is 404', async () => {
    expect((await underSecret(told(randomUUID()))).status).toBe(404);
  });

  it('of more than 64 KiB is 413, whether its length is declared or not', async () => {
    const body = JSON.stringify({ videoId: randomUUID(), status: 'failed', more: 'x'.repeat(64 * 1_024) });
    expect((await underSecret(body)).status).toBe(413);
    const streamed = await fetch(`${house.publicUrl}/api/webhooks/video-complete`, {
      ...{ method: 'POST', duplex: 'half' as const, body: new Blob([body]).stream() },
      headers: { 'x-webhook-secret': newSecret, 'x-forwarded-for': '198.51.101.1' },
    });
    expect(streamed.status).toBe(413);
  });

  it('refused ten times from one address is 429 with a wait, and a good one is never limited', async () => {
    const { videoId } = await wished();
    const from = ++sender;
    const bad = () => send(told(videoId), { 'x-webhook-secret': 'wrong' }, 'video-complete', from);
    for (let n = 0; n < defaultLimits.refusedWebhooks.most; n += 1) expect((await bad()).status).toBe(401);
    const refused = await bad();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const good = await send(told(videoId), { 'x-webhook-secret': newSecret }, 'video-complete', from);
    expect(good.status).toBe(200);
  });
});

describe('a call-back that is not signed', () => {
  const pathOf = (videoId: string) => {
    const token = tokenOf(callbackPurpose, videoId, house.ctx.settings.linkSecret);
    return `video/luma/${token}`;
  };
  const body = JSON.stringify({ id: 'job-1', state: 'completed' });

  it('is thanked when its address is one of ours, and proves nothing', async () => {
    const { videoId, owner } = await wished('luma');
    const answer = await send(body, {}, pathOf(videoId));
    expect(answer.status).toBe(200);
    const [row] = await until('it to be handled', () => messagesAbout(videoId), handled);
    expect(row?.source).toBe('video:luma');
    expect(await stageOf(owner, videoId)).toBe('accepted');
  });

  it.each([
    ['with a guessed token', () => `video/luma/${randomUUID()}.${'A'.repeat(43)}`],
    ['for a provider that calls nobody', () => pathOf(randomUUID()).replace('luma', 'runway')],
    ['for one that is not configured', () => pathOf(randomUUID()).replace('luma', 'fal')],
    ['of a generation that there is not', () => pathOf(randomUUID())],
    ['of a generation of another provider', async () => pathOf((await wished()).videoId)],
  ])('%s is 404', async (_, path) => {
    expect((await send(body, {}, await path())).status).toBe(404);
  });

  it('is one message for each generation, though two say the same', async () => {
    const { videoId: one } = await wished('luma');
    const { videoId: two } = await wished('luma');
    for (const videoId of [one, two, two])
      expect((await send('{"id":"j"}', {}, pathOf(videoId))).status).toBe(200);
    expect([await messagesAbout(one), await messagesAbout(two)].map((rows) => rows.length)).toEqual([1, 1]);
  });

  it('that is no message is 400', async () => {
    const { videoId } = await wished('luma');
    expect((await send('{"id":7}', {}, pathOf(videoId))).status).toBe(400);
  });
});

it('shows nobody what is another member’s', async () => {
  const { videoId } = await wished();
  await expect(ada.api.videos.get.query({ videoId })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  await expect(ada.api.videos.cancel.mutate({ generationId: videoId })).rejects.toMatchObject({
    data: { code: 'NOT_FOUND' },
  });
  await expect(ada.api.videos.operation.query()).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
});
