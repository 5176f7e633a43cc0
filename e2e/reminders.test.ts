import { dueUploadReminder } from '@backlot/core';
import { type Ctx, expireUploads, remindToUpload, sendMail } from '@backlot/domain';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn } from './lib/person.ts';
import { atStage, draftWith, paid, sendFilm } from './lib/road.ts';
import { until } from './lib/until.ts';

let house: House;
let owner: Person;
const film = filmBytes('sample.mp4');
const minute = 60_000;
const hour = 60 * minute;

beforeAll(async () => {
  house = await openHouse();
  owner = await signIn(house, 'owner@example.com');
});
afterAll(() => house?.close());

const later = (ms: number): Ctx => ({ ...house.ctx, now: () => new Date(Date.now() + ms) });
const newDraft = async (title: string, person = owner) =>
  draftWith(person, await promiseOf(film, 'sample.mp4'), title);
/** Oldest first. */
const mailsOf = (title: string) =>
  house.mail
    .messages()
    .filter((one) => one.subject.includes(title) && /Send the film|Envoyer le film/.test(one.text))
    .reverse();
const keysOf = async (assetId: string) =>
  (
    await house.sql`select message_key from mails where message_key like ${`upload-reminder:${assetId}:%`} order by 1`
  ).map((row) => Number(String(row.message_key).split(':').at(-1)));

it('reminds after 1, 24 and 72 hours, each once, and never again after the money went back', async () => {
  const title = 'Snow on the platform';
  const campaignId = await newDraft(title);
  await paid(house, owner, campaignId);
  await remindToUpload(later(59 * minute));
  expect(await house.sql`select 1 from mails where template = 'upload_reminder'`).toHaveLength(0);
  for (const [index, hours] of [1, 24, 72].entries()) {
    // Twice, and three at once.
    const at = later(hours * hour + minute);
    await Promise.all([remindToUpload(at), remindToUpload(at), remindToUpload(at)]);
    await remindToUpload(later((hours + 2) * hour));
    await until('the reminder', () => mailsOf(title).length === index + 1);
  }
  const [first, second, third] = mailsOf(title);
  expect(first?.subject).toBe(`The film of “${title}” is still in your browser`);
  expect(second?.subject).toBe(`“${title}” is paid for, and its film is missing`);
  expect(second?.text).not.toContain('last reminder');
  expect(third?.text).toContain('This is the last reminder.');
  for (const mail of [first, second, third]) {
    expect(mail?.text).toContain(`${house.publicUrl}/campaigns/${campaignId}`);
    expect(mail?.text).toContain('the whole amount goes back to you');
    expect(mail?.to).toContain('owner@example.com');
  }
  await expireUploads(later(15 * 24 * hour));
  await remindToUpload(later(16 * 24 * hour));
  await atStage(owner, campaignId, 'refunded');
  expect(mailsOf(title)).toHaveLength(3);
});

it('sends the latest only to one who was not reminded while nothing ran, in the reader’s language', async () => {
  const reader = await signIn(house, 'lectrice@example.com');
  await reader.api.settings.setLanguage.mutate({ language: 'fr' });
  const title = 'Le dernier bac';
  const campaignId = await newDraft(title, reader);
  await paid(house, reader, campaignId);
  await remindToUpload(later(30 * hour));
  const [mail] = await until(
    'the reminder',
    () => mailsOf(title),
    (all) => all.length > 0,
  );
  await remindToUpload(later(31 * hour));
  expect(mailsOf(title)).toHaveLength(1);
  expect(mail?.subject).toBe(`«\u00a0${title}\u00a0» est payé, et il manque le film`);
  expect(mail?.text).toMatch(/d’ici au \d+ \p{L}+ 20\d\d, la somme entière/u);
});

it('reminds nobody of a film that is there, not even by a mail that waited in the queue', async () => {
  const title = 'Paper boats';
  const campaignId = await newDraft(title);
  const upload = await paid(house, owner, campaignId);
  const waiting: { mailId: string }[] = [];
  const enqueue = async (_: unknown, name: string, payload: unknown) => {
    if (name === 'mail.send') waiting.push(payload as { mailId: string });
  };
  await remindToUpload({ ...later(2 * hour), queue: { ...house.ctx.queue, enqueue } as Ctx['queue'] });
  const mine =
    await house.sql`select id from mails where message_key like ${`upload-reminder:${upload.assetId}:%`}`;
  expect(mine).toHaveLength(1);
  await sendFilm(owner, upload, film);
  await atStage(owner, campaignId, 'in_review');
  for (const mail of waiting) await sendMail(house.ctx, mail);
  await remindToUpload(later(80 * hour));
  expect(mailsOf(title)).toEqual([]);
  const [row] = await house.sql`select sent_at, dropped_at from mails where id = ${mine[0]?.id}`;
  expect(row?.sent_at).toBeNull();
  expect(row?.dropped_at).not.toBeNull();
});

it('reminds nobody who is leaving', async () => {
  const email = 'leaving@example.com';
  const person = await signIn(house, email);
  const title = 'The last tram';
  await paid(house, person, await newDraft(title, person));
  await person.api.settings.requestDeletion.mutate({ email });
  await remindToUpload(later(80 * hour));
  expect(
    await house.sql`select 1 from mails where template = 'upload_reminder' and recipient = ${email}`,
  ).toHaveLength(0);
});

it('agrees with the rule for any moments at which it runs, once or several at a time', async () => {
  const runs = fc.array(
    fc.record({ minutes: fc.integer({ min: 1, max: 40 * 60 }), atOnce: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 1, maxLength: 6 },
  );
  const uploadedAfterMinutes = fc.integer({ min: 1, max: 100 * 60 });
  await fc.assert(
    fc.asyncProperty(runs, uploadedAfterMinutes, async (steps, doneAfter) => {
      const { assetId } = await paid(house, owner, await newDraft('Any day'));
      const expected = new Set<number>();
      let minutes = 0;
      let done = false;
      for (const step of steps) {
        minutes += step.minutes;
        if (!done && minutes >= doneAfter) {
          await house.sql`update assets set state = 'verifying' where id = ${assetId}`;
          done = true;
        }
        const at = later(minutes * minute);
        await Promise.all(Array.from({ length: step.atOnce }, () => remindToUpload(at)));
        const due = dueUploadReminder(minutes * minute);
        if (!done && due !== null) expected.add(due);
      }
      expect(await keysOf(assetId)).toEqual([...expected].sort());
      await house.sql`update assets set state = 'verifying' where id = ${assetId}`;
    }),
    { numRuns: 8 },
  );
});

it('welcomes a member at the first sign-in, once, also one who has a role already', async () => {
  await house.makeModerator('moderator@example.com');
  const welcomes = (email: string) =>
    house.mail.messages().filter((one) => one.to.includes(email) && one.subject === 'Welcome to Backlot');
  for (const email of ['moderator@example.com', 'newcomer@example.com']) {
    await signIn(house, email);
    await until('the welcome', () => welcomes(email).length === 1);
    await signIn(house, email);
  }
  const rows =
    await house.sql`select recipient from mails where template = 'welcome' and recipient like '%o%er%'`;
  expect(new Set(rows.map((row) => row.recipient)).size).toBe(rows.length);
  expect(welcomes('newcomer@example.com')[0]?.text).toContain(`${house.publicUrl}/campaigns/new`);
});
