import { filmReader } from '@backlot/providers';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { violationsOn } from './lib/axe.ts';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { type House, openHouse } from './lib/house.ts';
import { confirmOn, noTroubles, payOn, playOn, shoot, signInOn, stageOn, watchedPage } from './lib/walk.ts';

/** A camera that shows a turning clock and beeps, and a browser that says yes, or no, to every page. */
const fakeCamera = ['--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const sayYes = [...fakeCamera, '--use-fake-ui-for-media-stream'];
const sayNo = [...fakeCamera, '--use-fake-ui-for-media-stream=deny'];

let house: House;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => house?.close());

/** A browser with a camera, signed in. */
async function browserWith(flags: readonly string[], email: string): Promise<RunningBrowser> {
  const browser = await openFreshBrowser({ flags });
  ends.push(browser.close);
  const page = await browser.context.newPage();
  await signInOn(page, house, email);
  await page.close();
  return browser;
}

/** A new campaign at its film; answers its id. */
async function filmStepOn(page: Page): Promise<string> {
  await page.goto(`${house.publicUrl}/campaigns/new`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL('**/edit/who');
  await page.getByRole('textbox', { name: /^Name/ }).fill('Camille Roy');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/edit/film');
  return /campaigns\/([^/]+)\//.exec(page.url())?.[1] ?? '';
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The name of what has the focus. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

/** Shoots a view as phones and wide screens show it, by night and by day. */
async function shootAll(page: Page, name: string): Promise<void> {
  for (const width of [360, 1440])
    for (const theme of ['night', 'day']) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      await page.evaluate((one) => {
        document.documentElement.dataset.theme = one;
      }, theme);
      await page.evaluate(() => scrollTo(0, 0));
      await shoot(page, `record-${name}-${width}-${theme}`);
    }
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'night';
  });
  expect(await violationsOn(page)).toEqual([]);
}

/** Plays the page's film and jumps in it; answers where it stands, in seconds. */
async function jumpOn(page: Page, toSeconds: number): Promise<number> {
  expect(await playOn(page)).toBeGreaterThan(0);
  return page
    .locator('video')
    .first()
    .evaluate(async (video: HTMLVideoElement, to) => {
      video.pause();
      video.currentTime = to;
      while (video.seeking) await new Promise((resolve) => setTimeout(resolve, 50));
      return video.currentTime;
    }, toSeconds);
}

it.each([
  { container: 'mp4', email: 'mp4@example.com' },
  { container: 'webm', email: 'webm@example.com' },
])('records $container with the keyboard, and takes it the whole way', async ({ container, email }) => {
  const browser = await browserWith(sayYes, email);
  const { page, troubles } = await watchedPage(browser.context);
  await page.addInitScript((only) => {
    const supported = MediaRecorder.isTypeSupported.bind(MediaRecorder);
    MediaRecorder.isTypeSupported = (type) => type.startsWith(`video/${only}`) && supported(type);
  }, container);
  const campaignId = await filmStepOn(page);
  const look = (name: string) => (container === 'mp4' ? shootAll(page, name) : Promise.resolve());
  await look('picker');
  await button(page, 'Record a film').focus();
  await page.keyboard.press('Enter');
  await button(page, 'Start recording').waitFor();
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  expect(await focused(page)).toBe('Start recording');
  await look('ready');

  await page.keyboard.press('Enter');
  await page.getByText('0:03', { exact: true }).waitFor();
  expect(await focused(page)).toBe('Stop recording');
  await look('live');
  await page.keyboard.press('Enter');
  await button(page, 'Use this film').waitFor();
  expect(await focused(page)).toBe('Use this film');
  expect(await page.evaluate(() => document.querySelector('video')?.srcObject ?? null)).toBeNull();
  expect(await jumpOn(page, 2)).toBeCloseTo(2, 0);
  await look('take');

  await button(page, 'Use this film').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Kept in this browser', { exact: true }).waitFor();
  await page.getByText(`film.${container}`, { exact: true }).waitFor();
  expect(await jumpOn(page, 2)).toBeCloseTo(2, 0);
  await look('kept');
  await button(page, 'Continue').click();
  await page.getByRole('textbox', { name: /^Title/ }).fill('Filmed on the page');
  await page.getByRole('textbox', { name: /^Brief/ }).fill('Three seconds.');
  await page.getByRole('textbox', { name: /^Completions wanted/ }).fill('20');
  await button(page, 'Continue').click();
  await page.waitForURL('**/edit/recap');
  const before = await house.writes();
  await confirmOn(page);
  expect(await house.writes()).toBe(before);
  await payOn(page);
  await page.waitForURL(`**/campaigns/${campaignId}**`);
  await stageOn(page, 'With the moderators');

  // What the browser promised of its own recording is what the server reads from the stored bytes.
  const [asset] = await house.sql<{ key: string; durationMs: number }[]>`
    select key, duration_ms as "durationMs" from assets
    where purpose = 'film' and container = ${container} and stored_at is not null`;
  const chunks: Uint8Array[] = [];
  for await (const chunk of await house.ctx.ports.objects.read(asset?.key ?? '')) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const reading = await filmReader.read({
    sizeBytes: bytes.length,
    range: async (start, end) => bytes.subarray(start, end),
  });
  if (!reading.ok) throw new Error(reading.reason);
  expect(reading.container).toBe(container);
  expect(reading.durationMs).toBeGreaterThan(2500);
  expect(Math.abs(reading.durationMs - (asset?.durationMs ?? 0))).toBeLessThanOrEqual(500);
  noTroubles(troubles);
});

it('makes another take, and gives the camera back when the person leaves', async () => {
  const browser = await browserWith(sayYes, 'again@example.com');
  const { page, troubles } = await watchedPage(browser.context);
  await page.addInitScript(() => {
    const streams: MediaStream[] = [];
    Object.assign(window, { streams });
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (asked) => {
      const stream = await open(asked);
      streams.push(stream);
      return stream;
    };
  });
  const lamps = () =>
    page.evaluate(() =>
      (window as unknown as { streams: MediaStream[] }).streams.map((stream) =>
        stream.getTracks().some((track) => track.readyState === 'live'),
      ),
    );
  await filmStepOn(page);
  await button(page, 'Record a film').click();
  await button(page, 'Start recording').click();
  await page.getByText('0:01', { exact: true }).waitFor();
  await button(page, 'Stop recording').click();
  await button(page, 'Record again').click();
  await button(page, 'Start recording').waitFor();
  expect(await lamps()).toEqual([false, true]);
  await button(page, 'Back to the take').click();
  await button(page, 'Use this film').waitFor();
  expect(await lamps()).toEqual([false, false]);

  // A take that is not used yet is there again after another step, also when it was still running.
  await button(page, 'Record again').click();
  await button(page, 'Start recording').click();
  await page.getByText('0:02', { exact: true }).waitFor();
  await button(page, 'Back').click();
  await page.waitForURL('**/edit/who');
  expect(await lamps()).toEqual([false, false, false]);
  await button(page, 'Continue').click();
  await button(page, 'Use this film').waitFor();
  await page.getByText('0:02', { exact: true }).first().waitFor();

  await button(page, 'Discard the take').click();
  const question = page.getByRole('alertdialog');
  await shoot(page, 'record-discard');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await question.waitFor({ state: 'detached' });
  await button(page, 'Discard the take').click();
  await question.getByRole('button', { name: 'Discard the take' }).click();
  await page.getByText('Pick a film', { exact: true }).waitFor();
  await expect.poll(() => focused(page)).toBe('Record a film');
  noTroubles(troubles);
});

it('says what to do where the camera is not allowed', async () => {
  const browser = await browserWith(sayNo, 'refused@example.com');
  const { page, troubles } = await watchedPage(browser.context);
  await filmStepOn(page);
  await button(page, 'Record a film').click();
  const alert = page.getByRole('alert').filter({ hasText: 'The camera is not allowed here' });
  await alert.getByText('Allow both for this site', { exact: false }).waitFor();
  expect(await focused(page)).toBe('Try again');
  await shootAll(page, 'denied');
  await button(page, 'Cancel').click();
  await page.getByText('Pick a film', { exact: true }).waitFor();
  expect(await focused(page)).toBe('Record a film');
  noTroubles(troubles);
});
