import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './lib/chromium.ts';
import { sha256Hex } from './lib/films.ts';
import type { House } from './lib/house.ts';
import { jobOf, type Makers, openHouseWithMakers } from './lib/makers.ts';
import { type Person, signIn } from './lib/person.ts';
import { until } from './lib/until.ts';
import { noTroubles, playOn, shoot, signInOn, watchedPage } from './lib/walk.ts';

const email = 'maker@example.com';
let makers: Makers;
let house: House;
let closeHouse = async () => {};
let browser: Browser;
let context: BrowserContext;
/** The same person beside the browser, for wishes that are not what a test is about. */
let person: Person;

beforeAll(async () => {
  ({ makers, house, close: closeHouse } = await openHouseWithMakers());
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signInOn(page, house, email);
  await page.close();
  person = await signIn(house, email);
});
afterAll(async () => {
  await browser?.close();
  await closeHouse();
});

const videoIdOf = (page: Page) => /videos\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();

/** Waits for the poster of a video, which the worker makes after it is stored; answers its size as the browser decoded it. */
async function posterOf(videoId: string, image: Locator): Promise<{ width: number; height: number }> {
  await until(
    'the poster',
    () => person.api.videos.get.query({ videoId }),
    ({ posterUrl }) => posterUrl !== null,
  );
  await image.waitFor();
  const measure = () =>
    image.evaluate((img: HTMLImageElement) => ({ width: img.naturalWidth, height: img.naturalHeight }));
  return until('the poster to be loaded', measure, ({ width }) => width > 0);
}

/** A wish beside the browser; answers the video. */
async function wished(
  provider: 'generic' | 'runway' = 'generic',
  prompt = 'A boat in the fog',
): Promise<string> {
  const [offer] = (await person.api.videos.offers.query()).providers.filter(({ name }) => name === provider);
  const { generationId } = await person.api.videos.generate.mutate({
    ...{ requestKey: randomUUID(), prompt, provider, aspect: '16:9' },
    durationSeconds: offer?.durationsSeconds[0] ?? 5,
  });
  return generationId;
}

it('goes from words to a video that plays, is downloaded as it was made, and outlives the provider’s file', async () => {
  const { page, troubles } = await watchedPage(context);
  await page.goto(house.publicUrl);
  await page.getByRole('link', { name: 'Studio' }).click();
  await page.getByRole('link', { name: 'Have the first one made' }).click();
  await page.waitForURL('**/studio/generate');

  // What is wrong stands beside the field; what was typed outlives a reload.
  const field = page.getByRole('textbox', { name: /What is to be seen/ });
  await field.fill('A');
  await page.getByRole('button', { name: 'Make the video' }).click();
  await says(page, 'Write at least 3 characters.');
  await field.fill('My own words');
  await page.getByRole('button', { name: 'Paper city' }).click();
  expect(await field.inputValue()).toContain('folded out of white paper');
  await page.getByRole('button', { name: 'Bring my own words back' }).click();
  expect(await field.inputValue()).toBe('My own words');
  await page.getByRole('button', { name: 'Heron in fog' }).click();
  await page.getByRole('radio', { name: 'Portrait, 9:16' }).check();
  await page.reload();
  await until(
    'the kept words',
    () => field.inputValue(),
    (words) => words.startsWith('A grey heron'),
  );
  expect(await page.getByRole('radio', { name: 'Portrait, 9:16' }).isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'Landscape, 16:9' }).check();
  await says(page, '1 of 3, 2 left after it');
  await shoot(page, 'video-wish');

  // Pressed twice, it is one.
  const mb = 1_000_000;
  makers.control.next({ outcome: 'never', sizeBytes: 6 * mb, bytesPerSecond: 1.5 * mb });
  await page.getByRole('button', { name: 'Make the video' }).dblclick();
  await page.waitForURL(/studio\/videos\/[0-9a-f-]{36}/);
  const videoId = videoIdOf(page);
  await heading(page, 'Generating');
  await shoot(page, 'video-generating');
  const job = await jobOf(makers, videoId);
  expect(makers.control.jobs()).toHaveLength(1);

  makers.control.end(job.id);
  await heading(page, /^Storing your video \d+%$/);
  await says(page, /of 6 MB/);
  await shoot(page, 'video-storing');
  await page.getByRole('button', { name: 'Download' }).waitFor();
  expect(await playOn(page)).toBeGreaterThan(0);
  await shoot(page, 'video-ready');

  // Downloaded under its title, byte by byte what the provider made.
  const made = makers.control.factsOf(job.id);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^A grey heron .*\.mp4$/);
  const bytes = readFileSync(await download.path());
  expect({ sizeBytes: bytes.length, sha256: sha256Hex(bytes) }).toEqual(made);

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: /^Title/ }).fill('Heron, first take');
  await page.keyboard.press('Enter');
  await heading(page, 'Heron, first take');

  // The provider’s file goes; ours stays.
  makers.control.takeAway(job.id);
  const before = makers.control.fileRequests().length;
  await page.reload();
  expect(await playOn(page)).toBeGreaterThan(0);
  expect(makers.control.fileRequests()).toHaveLength(before);

  // Thrown away and had back, then for good.
  await page.goto(`${house.publicUrl}/studio/videos`);
  await page.getByRole('checkbox', { name: /Heron, first take/ }).check();
  await page.getByRole('button', { name: 'Move to the bin' }).click();
  await says(page, 'One video is in the bin.');
  await page.getByRole('button', { name: 'Undo' }).click();
  const card = page.getByRole('link', { name: /Heron, first take/ });
  // What is shown is the worker's picture; the film itself is not asked for.
  expect(await posterOf(videoId, card.locator('img'))).toEqual({ width: 320, height: 180 });
  expect(await page.locator('video').count()).toBe(0);
  await shoot(page, 'video-library');
  await page.getByRole('checkbox', { name: /Heron, first take/ }).check();
  await page.getByRole('button', { name: 'Move to the bin' }).click();
  await page.getByRole('link', { name: /^Bin/ }).click();
  await page.getByRole('button', { name: 'Empty the bin' }).click();
  await says(page, 'One video is deleted for good; that frees 6 MB.');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Empty the bin' }).click();
  await heading(page, 'The bin is empty');
  noTroubles(troubles);
  await page.close();
});

/** A page of a video in the making, whose clock the test can move, and how often it has asked for the video. */
async function watching(videoId: string, options: { notices: boolean }) {
  const page = await context.newPage();
  const asked = { times: 0 };
  page.on('request', (request) => {
    if (request.url().includes('videos.get')) asked.times += 1;
  });
  await page.clock.install();
  if (!options.notices) await page.route('**/notices.stream**', (route) => route.abort());
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await heading(page, 'Generating');
  return { page, asked };
}

it('asks for nothing by the clock while notices come, and every 3 seconds as long as none can', async () => {
  makers.control.next({ outcome: 'never' });
  const videoId = await wished();
  await jobOf(makers, videoId);
  const [heard, deaf] = [
    await watching(videoId, { notices: true }),
    await watching(videoId, { notices: false }),
  ];
  // The first word of the stream makes a page ask once more: from then on it is told.
  await until('the first word of the stream', () => heard.asked.times > 1);
  const [told, untold] = [heard.asked.times, deaf.asked.times];
  await heard.page.clock.fastForward(30_000);
  await deaf.page.clock.fastForward(3_100);
  await until('the page without notices to ask', () => deaf.asked.times > untold);
  expect(heard.asked.times).toBe(told);
  // Once notices can come again, it asks no more.
  await deaf.page.unroute('**/notices.stream**');
  /** How often it asks while so much time of its clock goes by. */
  const asksIn = async (ms: number) => {
    const before = deaf.asked.times;
    await deaf.page.clock.fastForward(ms);
    // Calls of one moment are sent together, by a timer.
    await deaf.page.clock.runFor(100);
    await deaf.page.evaluate(() => fetch('/api/trpc/auth.me').then((answer) => answer.status));
    return deaf.asked.times - before;
  };
  // The first word of the stream makes it ask once; by the clock it would ask each of the six times.
  const asksInTwoMinutes = async () => {
    let asks = 0;
    for (let round = 0; round < 6; round += 1) asks += await asksIn(20_000);
    return asks;
  };
  await until('the page to ask no more', asksInTwoMinutes, (asks) => asks <= 1);
  await person.api.videos.cancel.mutate({ generationId: videoId });
  for (const { page } of [heard, deaf]) {
    await says(page, 'Your plan got this video back.');
    await page.close();
  }
});

it('follows a provider that tells nothing until its video plays', async () => {
  const videoId = await wished('runway');
  const page = await context.newPage();
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await page.getByRole('button', { name: 'Download' }).waitFor();
  expect(await playOn(page)).toBeGreaterThan(0);
  // This maker is told no name of ours: it is known by being the only one of its kind.
  const job = makers.control.jobs().find(({ maker }) => maker === 'runway');
  expect(job?.ended).toBe('completed');
  expect(makers.control.tellings().filter((telling) => telling.job === job?.id)).toEqual([]);
  await page.close();
});

it.each([
  ['refused_content', 'The provider refuses to make this', 'Say it in other words'],
  ['bad_input', 'The provider cannot make this of what was asked for', 'Change the wish'],
  ['provider_failed', 'The provider failed', 'Try again'],
  ['timed_out', 'The provider took too long', 'Try again'],
  ['no_output', 'The provider delivered nothing', 'Try again'],
] as const)('has words and a button when it ends with %s', async (outcome, words, button) => {
  makers.control.next({ outcome });
  const prompt = `A boat, and then ${outcome}`;
  const videoId = await wished('generic', prompt);
  const page = await context.newPage();
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await says(page, words);
  await says(page, 'Your plan got this video back.');
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL('**/studio/generate');
  expect(await page.getByRole('textbox', { name: /What is to be seen/ }).inputValue()).toBe(prompt);
  await page.close();
});

it('cancels what is being made, and gives it back', async () => {
  makers.control.next({ outcome: 'never' });
  const videoId = await wished();
  await jobOf(makers, videoId);
  const page = await context.newPage();
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await heading(page, 'Generating');
  await page.getByRole('button', { name: 'Cancel the video' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the video' }).click();
  await says(page, 'Your plan got this video back.');
  await page.getByRole('button', { name: 'Ask again' }).waitFor();
  await page.close();
});

it('says why a video could not be stored, and stores it when asked again', async () => {
  makers.control.next({ fault: 'html' });
  const videoId = await wished();
  const page = await context.newPage();
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await says(page, 'The video could not be stored');
  await shoot(page, 'video-not-stored');
  makers.control.change((await jobOf(makers, videoId)).id, { fault: 'good' });
  await page.getByRole('button', { name: 'Store it again' }).click();
  await says(page, 'Kept until');
  expect(await playOn(page)).toBeGreaterThan(0);
  await page.close();
});
