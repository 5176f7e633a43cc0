import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf, sha256Hex } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn, visitor } from './lib/person.ts';
import { givePlan } from './lib/plan.ts';
import { atStage, confirmed, draftWith, openUploadOf, paid, sendFilm } from './lib/road.ts';
import { until } from './lib/until.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

it.each(['sample_with_increasing_timestamps_320w_240h.mp4', 'bear-vp9.webm'])(
  'takes %s from draft to public page',
  async (name) => {
    const bytes = filmBytes(name);
    const owner = await signIn(house, 'owner@example.com');
    const campaignId = await draftWith(owner, await promiseOf(bytes, name));
    await house.makeModerator('moderator@example.com');
    const moderator = await signIn(house, 'moderator@example.com');
    const writesBefore = await house.writes();

    const sessionId = await confirmed(house, owner, campaignId);
    expect((await owner.api.campaigns.get.query({ campaignId })).stage).toBe('to_pay');
    expect(await house.writes()).toBe(writesBefore);
    house.stripe.control.pay(sessionId);
    await atStage(owner, campaignId, 'to_upload');
    await sendFilm(owner, await openUploadOf(owner, campaignId), bytes);
    await atStage(owner, campaignId, 'in_review');

    const [review] = await until(
      'the review',
      () => moderator.api.moderation.queue.query(),
      (all) => all.length === 1,
    );
    const reviewId = review?.reviewId ?? '';
    await moderator.api.moderation.claim.mutate({ reviewId });
    await moderator.api.moderation.decide.mutate({ reviewId, verdict: 'approved' });
    const { publicPath } = await atStage(owner, campaignId, 'published');

    const slug = publicPath?.slice('/c/'.length) ?? '';
    const shown = await visitor(house).api.campaigns.public.query({ slug });
    const whole = await fetch(shown.filmUrl);
    expect(sha256Hex(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256Hex(bytes));
    const range = await fetch(shown.filmUrl, { headers: { range: 'bytes=10-19' } });
    expect(range.status).toBe(206);
    expect(Buffer.from(await range.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const { film } = await owner.api.campaigns.get.query({ campaignId });
    const ofFilm = (keys: string[]) => keys.filter((key) => key.includes(film?.assetId ?? '?'));
    await until('the old object to go', house.stored, (all) =>
      ofFilm(all).every((key) => key.startsWith('success/')),
    );
    expect(ofFilm(await house.stored())).toHaveLength(1);
  },
);

it('stores nothing for a payment that was abandoned, and lets it be tried again', async () => {
  const bytes = filmBytes('sample.mp4');
  const owner = await signIn(house, 'abandoning@example.com');
  const before = await house.writes();
  const campaignId = await draftWith(owner, await promiseOf(bytes, 'sample.mp4'));
  const sessionId = await confirmed(house, owner, campaignId);
  house.stripe.control.expire(sessionId);
  await atStage(owner, campaignId, 'payment_expired');
  expect(await house.writes()).toBe(before);

  const again = await paid(house, owner, campaignId);
  expect(again.state).toBe('open');
});

it('keeps a refused card on the same page, and confirms when another card pays', async () => {
  const bytes = filmBytes('sample.mp4');
  const owner = await signIn(house, 'refused@example.com');
  const campaignId = await draftWith(owner, await promiseOf(bytes, 'sample.mp4'));
  const sessionId = await confirmed(house, owner, campaignId);
  expect(house.stripe.control.pay(sessionId, { card: '4000000000000002' }).outcome).toBe('declined');
  expect(await confirmed(house, owner, campaignId)).toBe(sessionId);
  house.stripe.control.pay(sessionId);
  await atStage(owner, campaignId, 'to_upload');
});

it('waits for a payment that settles later, and opens nothing when it fails', async () => {
  const bytes = filmBytes('sample.mp4');
  const owner = await signIn(house, 'later@example.com'.replace('later', 'debit'));
  const before = await house.writes();
  const campaignId = await draftWith(owner, await promiseOf(bytes, 'sample.mp4'));
  const sessionId = await confirmed(house, owner, campaignId);
  house.stripe.control.pay(sessionId, { debit: 'DE89370400440532013000' });
  await until('the message to be handled', async () => {
    const rows = await house.sql`
      select payload from inbox where kind = 'checkout.session.completed' and handled_at is not null`;
    return rows.some((row) => row.payload.objectId === sessionId);
  });
  expect((await owner.api.campaigns.get.query({ campaignId })).stage).toBe('to_pay');
  house.stripe.control.settle(sessionId, 'failed');
  await atStage(owner, campaignId, 'payment_failed');
  expect(await house.writes()).toBe(before);
});

it('counts every byte of the largest film, past what 32 bits hold', async () => {
  const sizeBytes = 2 ** 31;
  const owner = await signIn(house, 'largest@example.com');
  await givePlan(house.sql, 'largest@example.com', 'PRO');
  const film = { ...(await promiseOf(filmBytes('sample.mp4'), 'largest.mp4')), sizeBytes };
  const opened = await paid(house, owner, await draftWith(owner, film));
  expect(opened).toMatchObject({ sizeBytes, partCount: 256, partSizeBytes: sizeBytes / 256 });
  const sha256Base64 = Buffer.alloc(32).toString('base64');
  const last = { number: 256, sizeBytes: opened.partSizeBytes, sha256Base64 };
  const { uploadId } = opened;
  expect(await owner.api.uploads.signParts.mutate({ uploadId, parts: [last] })).toHaveLength(1);
  await expect(
    owner.api.uploads.signParts.mutate({ uploadId, parts: [{ ...last, number: 257 }] }),
  ).rejects.toThrow();
});
