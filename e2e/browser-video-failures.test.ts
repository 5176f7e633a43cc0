import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ArchiveFailure, downloadFailures } from '@backlot/core';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import enErrors from '../apps/web/src/i18n/en/errors.ts';
import en from '../apps/web/src/i18n/en/studio.ts';
import frErrors from '../apps/web/src/i18n/fr/errors.ts';
import fr from '../apps/web/src/i18n/fr/studio.ts';
import { launchBrowser } from './lib/chromium.ts';
import { sha256Hex } from './lib/films.ts';
import type { House } from './lib/house.ts';
import { jobOf, type Makers, openHouseWithMakers } from './lib/makers.ts';
import { signIn } from './lib/person.ts';
import { until } from './lib/until.ts';
import { videoAt } from './lib/videos.ts';
import { noTroubles, playOn, shoot, signInOn, watchedPage } from './lib/walk.ts';

const email = 'maker@example.com';
let makers: Makers;
let house: House;
let closeHouse = async () => {};
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  ({ makers, house, close: closeHouse } = await openHouseWithMakers());
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await signInOn(page, house, email);
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await closeHouse();
});

const pageOf = (videoId: string) => `${house.publicUrl}/studio/videos/${videoId}`;

const failures = [
  ...Object.keys(downloadFailures),
  ...['address_expired', 'not_a_video', 'storage_full'],
] as ArchiveFailure[];

it('has words and buttons for whatever a video could not be stored of, in both languages', async () => {
  // So many pages at once are beyond what one person may open.
  const other = 'other@example.com';
  const arriving = await browser.newContext({ locale: 'en-GB' });
  await signInOn(await arriving.newPage(), house, other);
  const { cookies } = await arriving.storageState();
  await arriving.close();
  await house.sql`update members set language = 'fr' where email = ${other}`;
  const french = await browser.newContext({
    ...{ locale: 'fr-FR', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
    storageState: { cookies, origins: [] },
  });
  const copied = { bytes: 0, ofBytes: 6_000_000, failure: 'gone' };
  // That French has words for all of them is held by their types.
  for (const [one, texts, reader, read] of [
    [context, en.video, email, failures],
    [french, fr.video, other, ['not_allowed', 'address_expired', 'storage_full']],
  ] as const) {
    const page = await one.newPage();
    const videoId = await videoAt(house, reader, { prompt: 'A boat', storage: 'failed', copied });
    const said = new Set<string>();
    for (const failure of read) {
      await house.sql`update videos set last_failure = ${failure} where id = ${videoId}`;
      await page.goto(pageOf(videoId));
      await page.getByText(texts.copyFailures[failure]).waitFor();
      await page.getByText(texts.notStored.title).waitFor();
      await page.getByRole('button', { name: texts.notStored.action }).waitFor();
      // This one was never anywhere: that is said in place of a player that would be black.
      await page.getByText(one === french ? frErrors.ORIGINAL_GONE : enErrors.ORIGINAL_GONE).waitFor();
      expect(await page.locator('video').count()).toBe(0);
      said.add(texts.copyFailures[failure]);
      const ways = await page.getByRole('link', { name: texts.notStored.plans }).count();
      expect({ failure, ways }).toEqual({ failure, ways: failure === 'storage_full' ? 1 : 0 });
    }
    expect(said.size).toBe(read.length);
    if (one === french) await shoot(page, 'video-not-stored-full');
    await page.close();
  }
  await french.close();
});

it('plays and hands out what the provider still has while it is not stored, and then stores it', async () => {
  const person = await signIn(house, email);
  makers.control.next({ fault: 'html' });
  const { generationId: videoId } = await person.api.videos.generate.mutate({
    ...{ requestKey: randomUUID(), prompt: 'A boat in the fog', durationSeconds: 5, aspect: '16:9' },
  });
  await until(
    'the video not to be stored',
    () => person.api.videos.get.query({ videoId }),
    ({ stage }) => stage === 'not_stored',
  );
  const job = await jobOf(makers, videoId);
  makers.control.change(job.id, { fault: 'good' });

  const { page, troubles } = await watchedPage(context);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pageOf(videoId));
  await page.getByText(en.video.copyFailures.not_a_video).waitFor();
  expect(await playOn(page)).toBeGreaterThan(0);
  await shoot(page, 'video-not-stored-plays');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: en.video.download }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('A boat in the fog.mp4');
  const bytes = readFileSync(await download.path());
  expect({ sizeBytes: bytes.length, sha256: sha256Hex(bytes) }).toEqual(makers.control.factsOf(job.id));
  // Both came by our own address; the provider's is not known here.
  expect(asked.some((url) => url.includes(`/videos/${videoId}/original`))).toBe(true);
  expect(asked.filter((url) => url.startsWith(makers.url))).toEqual([]);

  await page.getByRole('button', { name: en.video.notStored.action }).click();
  await page
    .getByText(/Kept until/)
    .first()
    .waitFor();
  noTroubles(troubles);
  await page.close();
});
