import type { FilmPromise } from '@backlot/core';
import { sha256Base64 } from './films.ts';
import type { House } from './house.ts';
import { type Person, signIn } from './person.ts';
import { until } from './until.ts';

/** A complete draft with this film. */
export async function draftWith(
  person: Person,
  film: FilmPromise,
  title = 'Night on the quay',
): Promise<string> {
  const { campaignId } = await person.api.campaigns.start.mutate({ kind: 'individual' });
  await person.api.campaigns.saveDraft.mutate({
    campaignId,
    changes: {
      personName: 'The night crew',
      title,
      brief: 'One take, by the water.',
      completionsWanted: 20,
      completionPriceMinor: 0,
      language: 'en',
      film,
    },
  });
  return campaignId;
}

/** Confirms and answers the id of the checkout session that it opened. */
export async function confirmed(house: House, person: Person, campaignId: string): Promise<string> {
  const { url } = await person.api.campaigns.confirm.mutate({ campaignId });
  const session = house.stripe.control.sessions().find((one) => one.url === url);
  if (!session) throw new Error('the payment page is not one of the stand-in');
  return session.id;
}

/** Confirms, pays by card, and waits until the upload of the film is open. */
export async function paid(house: House, person: Person, campaignId: string) {
  const sessionId = await confirmed(house, person, campaignId);
  house.stripe.control.pay(sessionId);
  return openUploadOf(person, campaignId);
}

/** The open upload of a campaign's film. */
export async function openUploadOf(person: Person, campaignId: string) {
  const { film } = await person.api.campaigns.get.query({ campaignId });
  if (!film) throw new Error('the campaign has no film');
  return until(
    'an open upload',
    () => person.api.uploads.get.query({ assetId: film.assetId }),
    (upload) => upload.state === 'open',
  );
}

type OpenUpload = Awaited<ReturnType<typeof openUploadOf>>;

/** The bytes of a part, counted from 1. */
export const partOf = (bytes: Buffer, upload: OpenUpload, number: number): Buffer =>
  bytes.subarray((number - 1) * upload.partSizeBytes, Math.min(number * upload.partSizeBytes, bytes.length));

/** Signs and sends one part as the browser does. */
export async function sendPart(
  person: Person,
  upload: OpenUpload,
  number: number,
  body: Buffer,
): Promise<Response> {
  const part = { number, sizeBytes: body.length, sha256Base64: sha256Base64(body) };
  const [signed] = await person.api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] });
  if (!signed) throw new Error('no address');
  return fetch(signed.url, { method: 'PUT', headers: signed.headers, body: new Uint8Array(body) });
}

/** Sends every part and says that it is whole. */
export async function sendFilm(person: Person, upload: OpenUpload, bytes: Buffer): Promise<void> {
  for (let number = 1; number <= upload.partCount; number += 1) {
    const response = await sendPart(person, upload, number, partOf(bytes, upload, number));
    if (!response.ok) throw new Error(`part ${number} was answered ${response.status}`);
  }
  await person.api.uploads.complete.mutate({ uploadId: upload.uploadId });
}

/** Waits for a campaign to reach a stage. */
export const atStage = (person: Person, campaignId: string, stage: string) =>
  until(
    `stage ${stage}`,
    () => person.api.campaigns.get.query({ campaignId }),
    (campaign) => campaign.stage === stage,
  );

/** Takes a film the whole way to its public page; answers the slug. */
export async function publish(
  house: House,
  owner: Person,
  bytes: Buffer,
  film: FilmPromise,
): Promise<string> {
  const campaignId = await draftWith(owner, film);
  await sendFilm(owner, await paid(house, owner, campaignId), bytes);
  await atStage(owner, campaignId, 'in_review');
  await house.makeModerator('moderator@example.com');
  const moderator = await signIn(house, 'moderator@example.com');
  const waiting = await moderator.api.moderation.queue.query();
  for (const { reviewId } of waiting) {
    await moderator.api.moderation.claim.mutate({ reviewId });
    await moderator.api.moderation.decide.mutate({ reviewId, verdict: 'approved' });
  }
  const { publicPath } = await atStage(owner, campaignId, 'published');
  return publicPath?.slice('/c/'.length) ?? '';
}
