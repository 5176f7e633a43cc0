import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../apps/api/src/config.ts';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf, sha256Base64 } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, signInTokenFor, visitor } from './lib/person.ts';
import { atStage, confirmed, draftWith, paid, sendFilm, sendPart } from './lib/road.ts';
import { until } from './lib/until.ts';

let house: House;
let owner: Person;
let stranger: Person;
const film = filmBytes('sample.mp4');

beforeAll(async () => {
  house = await openHouse();
  owner = await signIn(house, 'owner@example.com');
  stranger = await signIn(house, 'stranger@example.com');
});
afterAll(() => house?.close());

const newDraft = async (person = owner) => draftWith(person, await promiseOf(film, 'sample.mp4'));

describe('webhooks', () => {
  const body = JSON.stringify({
    id: 'evt_forged',
    type: 'checkout.session.completed',
    livemode: false,
    data: { object: { id: 'cs_forged', object: 'checkout.session' } },
  });
  const sign = (secret: string, text: string, seconds = Math.floor(Date.now() / 1000)) =>
    `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')}`;
  const post = (headers: Record<string, string>, text = body) =>
    fetch(`${house.publicUrl}/api/webhooks/stripe`, { method: 'POST', body: text, headers });
  const kept = async () => (await house.sql`select count(*)::int as n from inbox`)[0]?.n as number;

  it.each([
    ['no signature', () => ({})],
    ['a forged signature', () => ({ 'stripe-signature': sign('whsec_of_somebody_else', body) })],
    ['a signature with a blank secret', () => ({ 'stripe-signature': sign('', body) })],
    ['the signature of another body', () => ({ 'stripe-signature': sign(house.webhookSecret, `${body} `) })],
    [
      'a replay after the tolerance',
      () => ({ 'stripe-signature': sign(house.webhookSecret, body, Math.floor(Date.now() / 1000) - 301) }),
    ],
    [
      'a message from the future',
      () => ({ 'stripe-signature': sign(house.webhookSecret, body, Math.floor(Date.now() / 1000) + 301) }),
    ],
  ])('refuses %s and keeps nothing', async (_, headers) => {
    const before = await kept();
    const response = await post(headers());
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('BAD_SIGNATURE');
    expect(await kept()).toBe(before);
  });

  it('refuses a body that is signed and no message', async () => {
    const response = await post({ 'stripe-signature': sign(house.webhookSecret, '[]') }, '[]');
    expect(response.status).toBe(400);
  });

  it('refuses a body that is too large before it is read', async () => {
    const text = 'x'.repeat(300_000);
    // A connection of its own: the server closes it with the rest of the body unread.
    const status = await new Promise((resolve, reject) => {
      const headers = { 'stripe-signature': sign(house.webhookSecret, text), 'content-length': text.length };
      const sending = request(`${house.publicUrl}/api/webhooks/stripe`, {
        method: 'POST',
        headers,
        agent: false,
      });
      sending.on('response', (response) => resolve(response.resume().statusCode));
      sending.on('error', reject);
      sending.end(text);
    });
    expect(status).toBe(413);
  });

  it('keeps one message once, however often it is delivered', async () => {
    const campaignId = await newDraft();
    const sessionId = await confirmed(house, owner, campaignId);
    house.stripe.control.setDelivery({ duplicates: 4 });
    house.stripe.control.pay(sessionId);
    house.stripe.control.setDelivery({ duplicates: 0 });
    await atStage(owner, campaignId, 'to_upload');
    const rows = await house.sql`
      select external_id, count(*)::int as n from inbox group by external_id having count(*) > 1`;
    expect(rows).toHaveLength(0);
    const uploads = await house.sql`
      select u.id from uploads u join assets a on a.id = u.asset_id where a.campaign_id = ${campaignId}`;
    expect(uploads).toHaveLength(1);
  });

  it('does not boot with a blank secret', () => {
    const read = readConfig({ STRIPE_WEBHOOK_SECRET: ' ', SIGN_IN_SECRET: '' });
    expect(read.ok).toBe(false);
    const problems = read.ok ? [] : read.problems;
    expect(problems.some((problem) => problem.startsWith('STRIPE_WEBHOOK_SECRET'))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('SIGN_IN_SECRET'))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('DATABASE_URL'))).toBe(true);
  });
});

it('a call that is too large is told so, as every other refusal is', async () => {
  const videoId = '00000000-0000-4000-8000-000000000000';
  const renaming = owner.api.videos.rename.mutate({ videoId, title: 'x'.repeat(300_000) });
  expect(await codeOf(renaming)).toBe('TOO_LARGE');
});

describe('parts', () => {
  it('are refused for an upload of somebody else, as if there were none', async () => {
    const upload = await paid(house, owner, await newDraft());
    const part = { number: 1, sizeBytes: film.length, sha256Base64: sha256Base64(film) };
    const { uploadId, assetId } = upload;
    expect(await codeOf(stranger.api.uploads.signParts.mutate({ uploadId, parts: [part] }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(stranger.api.uploads.storedParts.query({ uploadId }))).toBe('NOT_FOUND');
    expect(await codeOf(stranger.api.uploads.complete.mutate({ uploadId }))).toBe('NOT_FOUND');
    expect(await codeOf(stranger.api.uploads.get.query({ assetId }))).toBe('NOT_FOUND');
  });

  it('are refused out of range, in another size, and without a checksum', async () => {
    const { uploadId } = await paid(house, owner, await newDraft());
    const good = { number: 1, sizeBytes: film.length, sha256Base64: sha256Base64(film) };
    const sign = (change: object) =>
      codeOf(owner.api.uploads.signParts.mutate({ uploadId, parts: [{ ...good, ...change }] }));
    expect(await sign({ number: 0 })).toBe('PART_REFUSED');
    expect(await sign({ number: 2 })).toBe('PART_REFUSED');
    expect(await sign({ sizeBytes: film.length + 1 })).toBe('PART_REFUSED');
    expect(await sign({ sizeBytes: film.length - 1 })).toBe('PART_REFUSED');
    expect(await sign({ sha256Base64: 'short' })).toBe('BAD_INPUT');
  });

  it('are refused by storage with other bytes, more bytes, or at another place', async () => {
    const upload = await paid(house, owner, await newDraft());
    const part = { number: 1, sizeBytes: film.length, sha256Base64: sha256Base64(film) };
    const [signed] = await owner.api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] });
    const put = (body: Buffer, url = signed?.url ?? '', headers = signed?.headers) =>
      fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) }).then((response) => response.status);
    const flipped = Buffer.from(film);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    expect(await put(flipped)).toBe(400);
    expect(await put(Buffer.concat([film, Buffer.from('x')]))).toBe(403);
    expect(await put(film.subarray(1))).toBe(403);
    expect(await put(film, signed?.url.replace('partNumber=1', 'partNumber=2'))).toBe(403);
    expect(await put(film, signed?.url.replace(upload.assetId, crypto.randomUUID()))).toBe(403);
    expect(await put(film, signed?.url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=86400'))).toBe(403);
    expect(await owner.api.uploads.storedParts.query({ uploadId: upload.uploadId })).toEqual([]);
    expect(await codeOf(owner.api.uploads.complete.mutate({ uploadId: upload.uploadId }))).toBe(
      'UPLOAD_INCOMPLETE',
    );
    expect(await put(film)).toBe(200);
  });

  it('may come twice, and not after the end', async () => {
    const upload = await paid(house, owner, await newDraft());
    expect((await sendPart(owner, upload, 1, film)).status).toBe(200);
    expect((await sendPart(owner, upload, 1, film)).status).toBe(200);
    const part = { number: 1, sizeBytes: film.length, sha256Base64: sha256Base64(film) };
    const [late] = await owner.api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] });
    await Promise.all([
      owner.api.uploads.complete.mutate({ uploadId: upload.uploadId }),
      codeOf(owner.api.uploads.complete.mutate({ uploadId: upload.uploadId })),
    ]);
    await until(
      'the verified film',
      () => owner.api.uploads.get.query({ assetId: upload.assetId }),
      (view) => view.verified,
    );
    const response = await fetch(late?.url ?? '', {
      method: 'PUT',
      headers: late?.headers,
      body: new Uint8Array(film),
    });
    expect(response.status).toBe(404);
    expect(
      await codeOf(owner.api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] })),
    ).toBe('WRONG_STATE');
  });

  it('start over when the whole is not the film that was promised', async () => {
    const other = filmBytes('sample_av1.mp4');
    const promise = { ...(await promiseOf(film, 'sample.mp4')), sizeBytes: other.length };
    const campaignId = await draftWith(owner, promise);
    const upload = await paid(house, owner, campaignId);
    await sendFilm(owner, upload, other);
    const again = await until(
      'a new upload',
      () => owner.api.uploads.get.query({ assetId: upload.assetId }),
      (view) => view.uploadId !== upload.uploadId && view.state === 'open',
    );
    expect(again.lastRefusal).toBe('sha256');
    expect(again.verified).toBe(false);
    const objects = await house.objects();
    expect(objects.filter((key) => key.includes(upload.assetId))).toEqual([]);
  });

  it.each([
    ['truncated-no-moov.mp4', 'mp4', 'container'],
    ['bear-vp9.webm', 'mp4', 'container'],
    ['sample.mp4', 'mov', 'container'],
  ] as const)('of %s called %s are refused by their bytes', async (name, container, refusal) => {
    const bytes = filmBytes(name);
    const promise = {
      ...(await promiseOf(film, name)),
      container,
      sizeBytes: bytes.length,
      sha256: Buffer.from(sha256Base64(bytes), 'base64').toString('hex'),
    };
    const upload = await paid(house, owner, await draftWith(owner, promise));
    await sendFilm(owner, upload, bytes);
    const again = await until(
      'a new upload',
      () => owner.api.uploads.get.query({ assetId: upload.assetId }),
      (view) => view.uploadId !== upload.uploadId,
    );
    expect(again.lastRefusal).toBe(refusal);
  });
});

describe('films', () => {
  it.each([
    ['too large', { sizeBytes: 2 * 1024 ** 3 + 1 }],
    ['too long', { durationMs: 600_001 }],
    ['of another container', { container: 'avi' }],
    ['without a hash', { sha256: 'none' }],
    ['empty', { sizeBytes: 0 }],
  ])('that are %s are not promised', async (_, change) => {
    const campaignId = await newDraft();
    const promise = { ...(await promiseOf(film, 'sample.mp4')), ...change } as never;
    expect(
      await codeOf(owner.api.campaigns.saveDraft.mutate({ campaignId, changes: { film: promise } })),
    ).toBe('BAD_INPUT');
    expect((await owner.api.campaigns.get.query({ campaignId })).draft.film?.sizeBytes).toBe(film.length);
  });
});

describe('people', () => {
  it('see nothing of each other', async () => {
    const campaignId = await newDraft();
    const { campaigns, moderation } = stranger.api;
    expect(await codeOf(campaigns.get.query({ campaignId }))).toBe('NOT_FOUND');
    expect(await codeOf(campaigns.saveDraft.mutate({ campaignId, changes: { title: 'Mine' } }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(campaigns.confirm.mutate({ campaignId }))).toBe('NOT_FOUND');
    expect(await codeOf(campaigns.discard.mutate({ campaignId }))).toBe('NOT_FOUND');
    expect(await codeOf(campaigns.requestRefund.mutate({ campaignId }))).toBe('NOT_FOUND');
    expect(await codeOf(moderation.queue.query())).toBe('NOT_FOUND');
    expect(await codeOf(visitor(house).api.campaigns.mine.query())).toBe('NOT_SIGNED_IN');
    expect(await codeOf(campaigns.public.query({ slug: 'a'.repeat(16) }))).toBe('NOT_FOUND');
  });

  it('cannot confirm what is not complete', async () => {
    const { campaignId } = await owner.api.campaigns.start.mutate({ kind: 'individual' });
    expect(await codeOf(owner.api.campaigns.confirm.mutate({ campaignId }))).toBe('DRAFT_INCOMPLETE');
    expect(await house.sql`select 1 from orders where campaign_id = ${campaignId}`).toHaveLength(0);
  });

  it('sign in once with a link, in the browser that asked', async () => {
    const email = 'link@example.com';
    const asking = visitor(house);
    await asking.api.auth.askLink.mutate({ email, language: 'en', returnTo: '/campaigns' });
    const token = await signInTokenFor(house, email);
    expect(await codeOf(visitor(house).api.auth.useLink.mutate({ token }))).toBe('LINK_INVALID');
    expect(await codeOf(asking.api.auth.useLink.mutate({ token: `${token}x` }))).toBe('LINK_INVALID');
    await asking.api.auth.useLink.mutate({ token });
    expect((await asking.api.auth.me.query())?.email).toBe(email);
    expect(await codeOf(asking.api.auth.useLink.mutate({ token }))).toBe('LINK_INVALID');
    const ids = await house.sql`select id from sessions`;
    for (const cookie of asking.jar.values()) expect(ids.map((row) => row.id)).not.toContain(cookie);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'are not led to %s after signing in',
    async (returnTo) => {
      const asked = visitor(house).api.auth.askLink.mutate({
        email: 'x@example.com',
        language: 'en',
        returnTo,
      });
      expect(await codeOf(asked)).toBe('BAD_INPUT');
    },
  );

  it.each([null, 'https://evil.example', 'null'])(
    'change nothing by a request whose origin is %s',
    async (origin) => {
      const cookie = [...owner.jar].map(([name, value]) => `${name}=${value}`).join('; ');
      for (const contentType of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
        const response = await fetch(`${house.publicUrl}/api/trpc/campaigns.start`, {
          method: 'POST',
          headers: { ...(origin ? { origin } : {}), cookie, 'content-type': contentType },
          body: JSON.stringify({ kind: 'individual' }),
        });
        expect(response.status).toBe(403);
      }
    },
  );
});
