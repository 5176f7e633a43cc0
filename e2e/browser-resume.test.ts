import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bigFilm } from './lib/big-film.ts';
import { newProfile, openBrowser, openFreshBrowser } from './lib/chromium.ts';
import { filmPath } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn } from './lib/person.ts';
import { openUploadOf } from './lib/road.ts';
import { until } from './lib/until.ts';
import {
  chooseFile,
  confirmOn,
  draftOn,
  noTroubles,
  payOn,
  shoot,
  signInOn,
  stageOn,
  watchedPage,
} from './lib/walk.ts';

const mebibyte = 1024 ** 2;
/** Six parts of 8 MiB at most. */
const sizeBytes = 41 * mebibyte;

let house: House;
const profiles: Awaited<ReturnType<typeof newProfile>>[] = [];
let film: string;

async function profile(): Promise<string> {
  const made = await newProfile();
  profiles.push(made);
  return made.folder;
}

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  film = await bigFilm(await profile(), sizeBytes);
});
afterAll(async () => {
  await house?.close();
  await Promise.all(profiles.map((one) => one.remove()));
});

/** The numbers of the film's parts that a page sends from now on; a poster is an upload of its own. */
function partsSentBy(page: Page): number[] {
  const numbers: number[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    const number = address.searchParams.get('partNumber');
    if (request.method() === 'PUT' && number && address.pathname.endsWith('.mp4'))
      numbers.push(Number(number));
  });
  return numbers;
}

/** A slow line to storage: made by the stand-in, or by the browser where another engine is in use. */
async function slowLine(page: Page, bytesPerSecond: number): Promise<() => Promise<void>> {
  const { standIn } = house.storage;
  if (standIn) {
    standIn.provoke({ kind: 'slow', bytesPerSecond });
    return async () => standIn.provoke({ kind: 'clear' });
  }
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const set = (uploadThroughput: number) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await set(bytesPerSecond);
  return async () => void (await set(-1));
}

it('goes on after the browser was killed at two fifths, and sends no finished part again', async () => {
  const folder = await profile();
  const email = 'killed@example.com';
  const first = await openBrowser(folder);
  const { page } = await watchedPage(first.context);
  await signInOn(page, house, email);
  const campaignId = await draftOn(page, house, film, 'Cut in the middle');
  const api = (await signIn(house, email)).api;
  const freeLine = await slowLine(page, 2 * mebibyte);
  await confirmOn(page);
  await payOn(page);
  const upload = await openUploadOf({ api } as Awaited<ReturnType<typeof signIn>>, campaignId);
  expect(upload.partCount).toBe(6);
  const stored = () => api.uploads.storedParts.query({ uploadId: upload.uploadId });
  await until('two parts in storage', stored, (parts) => parts.length >= 2, 60_000);
  await first.kill();
  const before = await stored();
  await freeLine();
  expect(before.length).toBeLessThan(upload.partCount);

  const second = await openBrowser(folder);
  const { page: again, troubles } = await watchedPage(second.context);
  const asked = partsSentBy(again);
  // A killed browser may have lost its last cookies; the film that it kept, it has.
  await again.goto(`${house.publicUrl}/settings`);
  await again.getByRole('heading', { level: 1 }).waitFor();
  if (again.url().includes('/sign-in')) await signInOn(again, house, email);
  await again.goto(`${house.publicUrl}/campaigns/${campaignId}`);
  await stageOn(again, 'With the moderators');
  const sentBefore = before.map((part) => part.number);
  expect(asked.filter((number) => sentBefore.includes(number))).toEqual([]);
  // A part that had arrived whole when the browser died may be acknowledged after we looked: it is not asked for either.
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.length).toBeGreaterThan(0);
  noTroubles(troubles);
  await second.close();
});

it('is paused and resumed, stays in view on other pages, and asks before the tab is closed', async () => {
  const browser = await openFreshBrowser();
  const { page, troubles } = await watchedPage(browser.context);
  await signInOn(page, house, 'tray@example.com');
  await draftOn(page, house, film, 'Across the pages');
  const freeLine = await slowLine(page, mebibyte);
  await confirmOn(page);
  await payOn(page);
  await page.waitForURL('**/campaigns/**');
  const tray = page.getByRole('region', { name: 'Uploads' });
  await tray.waitFor();
  await page.getByRole('link', { name: 'Campaigns', exact: true }).first().click();
  await page.waitForURL('**/campaigns');
  await tray.waitFor();
  await shoot(page, 'tray-on-another-page');

  await tray
    .getByRole('button', { name: /^Pause/ })
    .first()
    .click();
  await tray.getByText('Paused').first().waitFor();
  await tray
    .getByRole('button', { name: /^Resume/ })
    .first()
    .click();
  await tray.getByText('Offloading').first().waitFor();

  const asked = new Promise<string>((resolve) =>
    page.once('dialog', async (dialog) => {
      resolve(dialog.type());
      await dialog.dismiss();
    }),
  );
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');
  await freeLine();
  await tray.getByText('Stored and verified').first().waitFor({ timeout: 60_000 });
  noTroubles(troubles);
  await browser.close();
});

/** Holds the films' database, so that it opens to nobody else; answers how to let it go as it was. */
async function holdFilms(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const request = indexedDB.open('backlot-films', 2);
    request.onupgradeneeded = () => {
      const store = request.transaction?.objectStore('films');
      const hold = () => {
        if ('letGo' in globalThis) request.transaction?.abort();
        else if (store) store.count().onsuccess = hold;
      };
      hold();
      resolve();
    };
    return promise;
  });
  return () => page.evaluate(() => void Object.assign(globalThis, { letGo: true }));
}

it('says so when the browser does not answer what it keeps, and goes on when it does', async () => {
  const browser = await openFreshBrowser();
  const { page, troubles } = await watchedPage(browser.context);
  await signInOn(page, house, 'stuck@example.com');
  const chosen = filmPath('sample_with_increasing_timestamps_320w_240h.mp4');
  const campaignId = await draftOn(page, house, chosen, 'Behind a closed door');
  // An address of the house without a page of ours, which would have the database open.
  await page.goto(`${house.publicUrl}/healthz`);
  const holder = await browser.context.newPage();
  await holder.goto(`${house.publicUrl}/healthz`);
  const letGo = await holdFilms(holder);
  await page.bringToFront();
  await page.goto(`${house.publicUrl}/campaigns/${campaignId}/edit/film`);
  await page.getByText('The film storage of this browser does not answer').waitFor();
  await shoot(page, 'films-stuck');
  await letGo();
  await page.getByRole('button', { name: 'Ask it again' }).click();
  await page.getByText('Kept in this browser', { exact: true }).waitFor();
  noTroubles(troubles);
  await browser.close();
});

it('takes on a second device only the film that was paid for', async () => {
  const email = 'two-devices@example.com';
  const first = await openFreshBrowser();
  const { page } = await watchedPage(first.context);
  await signInOn(page, house, email);
  const chosen = filmPath('sample_with_increasing_timestamps_320w_240h.mp4');
  const campaignId = await draftOn(page, house, chosen, 'On two devices');
  await confirmOn(page);
  const paymentPage = page.url();
  await first.kill();
  house.stripe.control.pay(/pay\/([^/?]+)/.exec(paymentPage)?.[1] ?? '');

  const second = await openFreshBrowser();
  const { page: other, troubles } = await watchedPage(second.context);
  await signInOn(other, house, email);
  await other.goto(`${house.publicUrl}/campaigns/${campaignId}`);
  await stageOn(other, 'The film is not in this browser');
  await shoot(other, 'second-device');
  const writes = await house.writes();
  await chooseFile(other, filmPath('sample_fragmented.mp4'));
  await other
    .getByText(/another film than the one that was paid for/)
    .first()
    .waitFor();
  await shoot(other, 'second-device-wrong-film');
  expect(await house.writes()).toBe(writes);
  await chooseFile(other, chosen);
  await stageOn(other, 'With the moderators');
  noTroubles(troubles);
  await second.close();
});
