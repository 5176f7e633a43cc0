import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn } from './lib/person.ts';
import { atStage, draftWith, openUploadOf, paid, sendFilm } from './lib/road.ts';
import { until } from './lib/until.ts';

let house: House;
let owner: Person;
let first: Person;
let second: Person;
const film = filmBytes('sample.mp4');

beforeAll(async () => {
  house = await openHouse();
  owner = await signIn(house, 'owner@example.com');
  await house.makeModerator('first@example.com');
  await house.makeModerator('second@example.com');
  first = await signIn(house, 'first@example.com');
  second = await signIn(house, 'second@example.com');
});
afterAll(() => house?.close());

/** A film that waits for a moderator. */
async function waiting(person = owner) {
  const campaignId = await draftWith(
    person,
    await promiseOf(film, 'sample.mp4'),
    `Film ${crypto.randomUUID()}`,
  );
  await sendFilm(person, await paid(house, person, campaignId), film);
  const { draft } = await atStage(person, campaignId, 'in_review');
  const queue = await first.api.moderation.queue.query();
  const reviewId = queue.find((one) => one.title === draft.title)?.reviewId ?? '';
  return { campaignId, reviewId };
}

const decide = (
  person: Person,
  reviewId: string,
  verdict: 'approved' | 'rejected' | 'changes_requested',
  reason?: string,
) => person.api.moderation.decide.mutate({ reviewId, verdict, reason: reason ?? null });

describe('a claim', () => {
  it('is held by one moderator', async () => {
    const { reviewId } = await waiting();
    const claims = await Promise.all(
      [first, second].map((one) => codeOf(one.api.moderation.claim.mutate({ reviewId }))),
    );
    expect(claims.sort()).toEqual(['CLAIM_LOST', 'accepted']);
    const holder = (await first.api.moderation.get.query({ reviewId })).held === 'mine' ? first : second;
    const other = holder === first ? second : first;
    expect(await codeOf(decide(other, reviewId, 'approved'))).toBe('CLAIM_LOST');
    await holder.api.moderation.release.mutate({ reviewId });
    await other.api.moderation.claim.mutate({ reviewId });
  });

  it('runs out', async () => {
    const { reviewId } = await waiting();
    await first.api.moderation.claim.mutate({ reviewId });
    await house.sql`update reviews set claimed_until = now() - interval '1 second' where id = ${reviewId}`;
    expect(await codeOf(decide(first, reviewId, 'approved'))).toBe('CLAIM_LOST');
    await second.api.moderation.claim.mutate({ reviewId });
  });

  it('is not for a film of the moderator’s own', async () => {
    const { reviewId } = await waiting(first);
    expect(await codeOf(first.api.moderation.claim.mutate({ reviewId }))).toBe('OWN_FILM');
    expect((await first.api.moderation.get.query({ reviewId })).own).toBe(true);
  });
});

describe('a verdict', () => {
  it('is given once, and written down', async () => {
    const { campaignId, reviewId } = await waiting();
    await first.api.moderation.claim.mutate({ reviewId });
    const verdicts = await Promise.all([1, 2, 3].map(() => codeOf(decide(first, reviewId, 'approved'))));
    expect(verdicts.filter((code) => code === 'accepted')).toHaveLength(1);
    await atStage(owner, campaignId, 'published');
    const audit =
      await house.sql`select act, before, after from audit_log a join assets s on s.id = a.subject_id where s.campaign_id = ${campaignId}`;
    expect(audit).toMatchObject([{ act: 'film.approved', before: { state: 'human_review' } }]);
  });

  it('needs a reason unless it is a yes', async () => {
    const { reviewId } = await waiting();
    await first.api.moderation.claim.mutate({ reviewId });
    expect(await codeOf(decide(first, reviewId, 'rejected', '  '))).toBe('BAD_INPUT');
    expect((await first.api.moderation.get.query({ reviewId })).held).toBe('mine');
  });

  it('may ask for changes: the owner brings another film and pays nothing', async () => {
    const { campaignId, reviewId } = await waiting();
    const other = filmBytes('sample_fragmented.mp4');
    await first.api.moderation.claim.mutate({ reviewId });
    await decide(first, reviewId, 'changes_requested', 'The sound breaks off.');
    const asked = await atStage(owner, campaignId, 'changes_requested');
    expect(asked.lastReason).toBe('The sound breaks off.');
    await owner.api.campaigns.replaceFilm.mutate({ campaignId, film: await promiseOf(other, 'better.mp4') });
    await sendFilm(owner, await openUploadOf(owner, campaignId), other);
    await atStage(owner, campaignId, 'in_review');
    await until('the old film to go', house.stored, (keys) =>
      keys.every((key) => !key.includes(asked.film?.assetId ?? '?')),
    );
    expect(
      house.stripe.control.sessions().filter((one) => one.payment_status === 'paid').length,
    ).toBeGreaterThan(0);
  });

  it('that rejects may be appealed once, and the appeal goes to a person', async () => {
    const { campaignId, reviewId } = await waiting();
    await first.api.moderation.claim.mutate({ reviewId });
    await decide(first, reviewId, 'rejected', 'Not yours to show.');
    const rejected = await atStage(owner, campaignId, 'rejected');
    expect(rejected.lastReason).toBe('Not yours to show.');
    const mail = await until('the mail', () =>
      house.mail.messages().find((one) => one.text.includes('Not yours to show.')),
    );
    expect(mail?.to).toEqual(['owner@example.com']);

    const appeals = await Promise.all(
      [1, 2].map(() => codeOf(owner.api.campaigns.appeal.mutate({ campaignId, text: 'It is mine.' }))),
    );
    expect(appeals.sort()).toEqual(['WRONG_STATE', 'accepted']);
    const [appealed] = (await second.api.moderation.queue.query()).filter((one) => one.kind === 'appeal');
    const appealId = appealed?.reviewId ?? '';
    expect((await second.api.moderation.get.query({ reviewId: appealId })).appealText).toBe('It is mine.');
    await second.api.moderation.claim.mutate({ reviewId: appealId });
    expect(await codeOf(decide(second, appealId, 'changes_requested', 'x'))).toBe('WRONG_STATE');
    await decide(second, appealId, 'approved');
    await atStage(owner, campaignId, 'published');
  });
});

it('was told to the owner before the moderators in every transaction, so that no two lock each other out', async () => {
  const crosswise = await house.sql`
    select xmin::text as transaction from notices group by xmin
    having min(id) filter (where audience = 'moderators') < max(id) filter (where audience <> 'moderators')`;
  expect(crosswise).toEqual([]);
  const both = await house.sql`
    select xmin::text from notices group by xmin
    having bool_or(audience = 'moderators') and bool_or(audience <> 'moderators')`;
  expect(both.length).toBeGreaterThan(2);
});
