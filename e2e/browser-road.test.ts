import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { filmBytes, filmPath, sha256Hex } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { until } from './lib/until.ts';
import {
  approveOn,
  confirmOn,
  draftOn,
  noTroubles,
  payOn,
  playOn,
  shoot,
  signInOn,
  stageOn,
  watchedPage,
} from './lib/walk.ts';

let house: House;
let owner: RunningBrowser;
let moderator: RunningBrowser;

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  [owner, moderator] = await Promise.all([openFreshBrowser(), openFreshBrowser()]);
  await house.makeModerator('moderator@example.com');
  const [own, other] = await Promise.all([owner.context.newPage(), moderator.context.newPage()]);
  await Promise.all([
    signInOn(own, house, 'owner@example.com'),
    signInOn(other, house, 'moderator@example.com'),
  ]);
  await own.close();
  await other.close();
});
afterAll(async () => {
  await Promise.all([owner?.close(), moderator?.close()]);
  await house?.close();
});

it.each([
  ['sample_with_increasing_timestamps_320w_240h.mp4', 'Night on the quay'],
  ['bear-vp9.webm', 'A bear at the river'],
])('takes %s the whole way', async (file, title) => {
  const { page, troubles } = await watchedPage(owner.context);
  const campaignId = await draftOn(page, house, filmPath(file), title);
  await shoot(page, `recap-${file}`);
  const before = await house.writes();
  await confirmOn(page);
  expect(await house.writes()).toBe(before);
  await payOn(page);
  await page.waitForURL(`**/campaigns/${campaignId}**`);
  await stageOn(page, 'With the moderators');
  await shoot(page, `in-review-${file}`);
  await until(
    'the copy in the browser to go',
    () => keptIn(page),
    (kept) => kept === 0,
  );

  const { page: desk } = await watchedPage(moderator.context);
  await approveOn(desk, house, title);
  await desk.close();
  await stageOn(page, 'Published');
  await page.getByRole('link', { name: 'Open the page' }).click();
  await page.waitForURL('**/c/**');
  expect(await playOn(page)).toBeGreaterThan(0);
  await shoot(page, `watch-${file}`);
  const address = await page
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => video.currentSrc);
  const stored = new Uint8Array(await (await fetch(address)).arrayBuffer());
  expect(sha256Hex(stored)).toBe(sha256Hex(filmBytes(file)));
  noTroubles(troubles);
  await page.close();
});

it('stores nothing of a payment that was abandoned', async () => {
  const { page, troubles } = await watchedPage(owner.context);
  const before = await house.stored();
  const writes = await house.writes();
  await draftOn(page, house, filmPath('sample_av1.mp4'), 'Left at the till');
  await confirmOn(page);
  await page.getByTestId('cancel').click();
  await page.waitForURL('**/campaigns/**');
  await stageOn(page, 'You left the payment page');
  await shoot(page, 'left-the-payment-page');
  const [session] = house.stripe.control.sessions().filter((one) => one.status === 'open');
  house.stripe.control.expire(session?.id ?? '');
  await stageOn(page, 'The payment page has expired');
  expect(await house.stored()).toEqual(before);
  expect(await house.writes()).toBe(writes);
  noTroubles(troubles);
  await page.close();
});

it('pays with another card after one that fails, without picking the film again', async () => {
  const { page, troubles } = await watchedPage(owner.context);
  await draftOn(page, house, filmPath('sample_fragmented.mp4'), 'Second card');
  await confirmOn(page);
  await payOn(page, '4000000000000002');
  await page.getByTestId('error').waitFor();
  await payOn(page, '4000002500003155');
  await page.getByTestId('threeds-fail').click();
  await page.getByTestId('error').waitFor();
  await payOn(page, '4000002500003155');
  await page.getByTestId('threeds-complete').click();
  await stageOn(page, 'With the moderators');
  noTroubles(troubles);
  await page.close();
});

/** How many films this browser keeps. */
const keptIn = (page: import('playwright-core').Page): Promise<number> =>
  page.evaluate(async () => {
    const count = async (folder: FileSystemDirectoryHandle): Promise<number> => {
      let files = 0;
      for await (const [, handle] of folder.entries())
        files += handle.kind === 'directory' ? await count(handle as FileSystemDirectoryHandle) : 1;
      return files;
    };
    return count(await navigator.storage.getDirectory());
  });
