import { expireUploads, settleRejections } from '@backlot/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn } from './lib/person.ts';
import { atStage, confirmed, draftWith, paid, sendFilm, sendPart } from './lib/road.ts';
import { until } from './lib/until.ts';

let house: House;
let owner: Person;
const film = filmBytes('sample.mp4');
const day = 24 * 3_600_000;

beforeAll(async () => {
  house = await openHouse();
  owner = await signIn(house, 'owner@example.com');
});
afterAll(() => house?.close());

const newDraft = async () =>
  draftWith(owner, await promiseOf(film, 'sample.mp4'), `Film ${crypto.randomUUID()}`);
const later = (ms: number) => ({ ...house.ctx, now: () => new Date(Date.now() + ms) });
const leftOf = async (assetId: string) => (await house.stored()).filter((key) => key.includes(assetId));

it('makes one order and one payment page of a hundred clicks', async () => {
  const campaignId = await newDraft();
  const before = house.stripe.control.sessions().length;
  const urls = await Promise.all(
    Array.from({ length: 100 }, () =>
      owner.api.campaigns.confirm.mutate({ campaignId }).then(({ url }) => url),
    ),
  );
  expect(new Set(urls).size).toBe(1);
  expect(house.stripe.control.sessions().length).toBe(before + 1);
  expect(await house.sql`select id from orders where campaign_id = ${campaignId}`).toHaveLength(1);
  expect(await house.sql`select id from assets where campaign_id = ${campaignId}`).toHaveLength(1);
});

it('gives everything back when nothing was uploaded for 14 days, once', async () => {
  const campaignId = await newDraft();
  const { assetId } = await paid(house, owner, campaignId);
  await expireUploads(later(13 * day));
  expect((await owner.api.campaigns.get.query({ campaignId })).stage).toBe('to_upload');
  await Promise.all([expireUploads(later(15 * day)), expireUploads(later(15 * day))]);
  const view = await until(
    'the refund',
    () => owner.api.campaigns.get.query({ campaignId }),
    (one) => one.order?.status === 'refunded',
  );
  expect(view.order?.refunded).toEqual({ amountMinor: 1_900, currency: 'USD' });
  expect(
    await house.sql`select r.id from refunds r join orders o on o.id = r.order_id where o.campaign_id = ${campaignId}`,
  ).toHaveLength(1);
  await until(
    'storage to be cleared',
    () => leftOf(assetId),
    (keys) => keys.length === 0,
  );
});

it('gives everything back on request, until the upload has begun', async () => {
  const campaignId = await newDraft();
  const { assetId } = await paid(house, owner, campaignId);
  await owner.api.campaigns.requestRefund.mutate({ campaignId });
  expect(await codeOf(owner.api.campaigns.requestRefund.mutate({ campaignId }))).toBe('WRONG_STATE');
  await until(
    'the refund',
    () => owner.api.campaigns.get.query({ campaignId }),
    (one) => one.order?.status === 'refunded',
  );
  await until(
    'storage to be cleared',
    () => leftOf(assetId),
    (keys) => keys.length === 0,
  );

  const begun = await newDraft();
  await sendPart(owner, await paid(house, owner, begun), 1, film);
  expect(await codeOf(owner.api.campaigns.requestRefund.mutate({ campaignId: begun }))).toBe('WRONG_STATE');
});

it('withdraws what was refunded or lost in a dispute, and keeps what was won', async () => {
  const outcomes = ['won', 'lost'] as const;
  for (const outcome of outcomes) {
    const campaignId = await newDraft();
    const sessionId = await confirmed(house, owner, campaignId);
    house.stripe.control.pay(sessionId);
    await atStage(owner, campaignId, 'to_upload');
    house.stripe.control.dispute(sessionId);
    await atStage(owner, campaignId, 'disputed');
    house.stripe.control.closeDispute(sessionId, outcome);
    await atStage(owner, campaignId, outcome === 'won' ? 'to_upload' : 'refunded');
  }
  const campaignId = await newDraft();
  const sessionId = await confirmed(house, owner, campaignId);
  house.stripe.control.pay(sessionId);
  const { film: promised } = await atStage(owner, campaignId, 'to_upload');
  house.stripe.control.refund(sessionId, { amount: 500 });
  await until(
    'the partial refund',
    () => owner.api.campaigns.get.query({ campaignId }),
    (one) => one.order?.refunded.amountMinor === 500,
  );
  expect((await owner.api.campaigns.get.query({ campaignId })).stage).toBe('to_upload');
  house.stripe.control.refund(sessionId);
  await atStage(owner, campaignId, 'refunded');
  await until(
    'storage to be cleared',
    () => leftOf(promised?.assetId ?? '?'),
    (keys) => keys.length === 0,
  );
});

it('gives half back when a rejection stands, and removes the film after 30 days', async () => {
  await house.makeModerator('moderator@example.com');
  const moderator = await signIn(house, 'moderator@example.com');
  const campaignId = await newDraft();
  await sendFilm(owner, await paid(house, owner, campaignId), film);
  const { film: stored } = await atStage(owner, campaignId, 'in_review');
  const [review] = await moderator.api.moderation.queue.query();
  const reviewId = review?.reviewId ?? '';
  await moderator.api.moderation.claim.mutate({ reviewId });
  await moderator.api.moderation.decide.mutate({ reviewId, verdict: 'rejected', reason: 'No.' });
  await settleRejections(later(13 * day));
  await settleRejections(later(15 * day));
  await settleRejections(later(16 * day));
  const view = await until(
    'the refund',
    () => owner.api.campaigns.get.query({ campaignId }),
    (one) => one.order?.refunded.amountMinor === 950,
  );
  expect(view.stage).toBe('rejected');
  expect(await leftOf(stored?.assetId ?? '?')).toHaveLength(1);
  await settleRejections(later(31 * day));
  await until(
    'the film to go',
    () => leftOf(stored?.assetId ?? '?'),
    (keys) => keys.length === 0,
  );
  expect((await owner.api.campaigns.get.query({ campaignId })).stage).toBe('rejected');
  expect(house.stripe.control.events('refund.created').length).toBeGreaterThan(0);
});
