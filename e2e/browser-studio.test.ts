import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { picture } from './lib/avatar.ts';
import { launchBrowser } from './lib/chromium.ts';
import type { House } from './lib/house.ts';
import { jobOf, type Makers, openHouseWithMakers } from './lib/makers.ts';
import { type Person, signIn } from './lib/person.ts';
import { until } from './lib/until.ts';
import { videoAt } from './lib/videos.ts';
import { chooseFile, noTroubles, shoot, watchedPage } from './lib/walk.ts';

const mb = 1_000_000;
let makers: Makers;
let house: House;
let closeHouse = async () => {};
let browser: Browser;
let folder: string;

beforeAll(async () => {
  ({ makers, house, close: closeHouse } = await openHouseWithMakers());
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'backlot-studio-'));
});
afterAll(async () => {
  await browser?.close();
  await closeHouse();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody in a browser, and the same person beside it. */
async function somebody(name: string, look: { width: number; language: 'en' | 'fr' }) {
  const email = `${name}@example.com`;
  const phone = look.width < 760;
  const context = await browser.newContext({
    viewport: { width: look.width, height: phone ? 740 : 900 },
    locale: look.language,
  });
  await context.addInitScript(
    ([theme, language]) => {
      localStorage.setItem('backlot.theme', theme ?? '');
      localStorage.setItem('backlot.language', language ?? '');
    },
    [phone ? 'night' : 'day', look.language],
  );
  const person = await signIn(house, email);
  // The cookie is for secure places only, of which a browser takes localhost to be one.
  const url = house.publicUrl.replace('http:', 'https:');
  const cookies = [...person.jar].map(([cookie, value]) => ({ name: cookie, value, url, secure: true }));
  await context.addCookies(cookies);
  return { email, context, person };
}

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();
const videoIdOf = (page: Page) => /videos\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

/** A wish beside the browser; answers the video. */
async function wished(person: Person, prompt: string): Promise<string> {
  const { generationId } = await person.api.videos.generate.mutate({
    ...{ requestKey: randomUUID(), prompt, provider: 'generic', aspect: '16:9', durationSeconds: 5 },
  });
  return generationId;
}

/** Goes by Tab alone to what has this name; answers the names that had the focus on the way. */
async function tabTo(page: Page, name: RegExp, most = 40): Promise<string[]> {
  const seen: string[] = [];
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      const label = labels ? [...(element.labels ?? [])].map((one) => one.textContent).join(' ') : '';
      return element?.getAttribute('aria-label') || label || element?.textContent || '';
    });
    seen.push(focused.trim());
    if (name.test(focused)) return seen;
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' · ')}`);
}

it('begins with a picture, says what is wrong with one, and brings it back with the wish', async () => {
  const { context, email } = await somebody('picture', { width: 1440, language: 'en' });
  const { page, troubles } = await watchedPage(context);
  await page.goto(`${house.publicUrl}/studio/generate`);
  const field = page.getByRole('textbox', { name: /What is to be seen/ });

  // No picture, whatever its name says; and one that is too much.
  const file = (name: string, bytes: Buffer | string) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  await field.waitFor();
  await chooseFile(page, file('words.png', 'These are words.'));
  await says(page, 'This is no JPEG');
  await chooseFile(page, file('large.png', Buffer.alloc(9 * mb)));
  await says(page, 'larger than 8');
  expect(await page.getByRole('img', { name: 'The picture to begin with' }).count()).toBe(0);

  const first = await picture('#a06020', 1280, 720).png().toBuffer();
  await chooseFile(page, file('first-frame.png', first));
  await says(page, 'first-frame.png');
  const preview = page.getByRole('img', { name: 'The picture to begin with' });
  const isShown = () => preview.evaluate((image: HTMLImageElement) => image.naturalWidth > 0);
  await until('the preview', isShown);
  expect(await page.getByText('This is no JPEG').count()).toBe(0);
  await shoot(page, 'video-wish-picture');

  // The whole form by Tab alone, in the order in which it is read.
  await page.getByRole('heading', { level: 1 }).focus();
  const order = await tabTo(page, /^Make the video/);
  const read = [
    'What is to be seen',
    'Heron in fog',
    'Our own generator',
    '5 s',
    'Landscape',
    'Choose another',
  ];
  const places = read.map((name) => order.findIndex((one) => one.includes(name)));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));

  // It outlives a reload, like the words; the words are counted as the chosen provider counts them.
  await page.reload();
  await until('the preview after a reload', isShown);
  await field.fill('🎬'.repeat(501));
  expect(await page.getByText('Say it shorter').count()).toBe(0);
  await says(page, '1002/2000');
  await page.getByRole('radio', { name: 'Runway' }).check();
  await says(page, 'Runway takes at most 1,000 characters. Say it shorter.');
  await says(page, '1002/1000');
  await page.getByRole('button', { name: 'Make the video' }).click();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(makers.control.jobs()).toHaveLength(0);
  await page.getByRole('radio', { name: 'Our own generator' }).check();
  await field.fill('The same quay, an hour later');
  await page.getByRole('radio', { name: '10 s' }).check();
  await page.getByRole('radio', { name: 'Square, 1:1' }).check();

  makers.control.next({ outcome: 'provider_failed' });
  await page.getByRole('button', { name: 'Make the video' }).click();
  await page.waitForURL(/studio\/videos\/[0-9a-f-]{36}/);
  const job = await jobOf(makers, videoIdOf(page));
  const sent = await fetch(job.imageUrl ?? '');
  expect(sent.status).toBe(200);
  expect(sent.headers.get('content-type')).toMatch(/^image\//);

  // Asked for again, everything is as it was.
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL('**/studio/generate');
  expect(await field.inputValue()).toBe('The same quay, an hour later');
  expect(await page.getByRole('radio', { name: '10 s' }).isChecked()).toBe(true);
  expect(await page.getByRole('radio', { name: 'Square, 1:1' }).isChecked()).toBe(true);
  await says(page, 'The same picture as before');
  await until('the preview of before', isShown);

  // Gone meanwhile, it is said.
  await house.sql`
    update assets set state = 'removed' where purpose = 'seed' and member_id = (select id from members where email = ${email})`;
  await page.reload();
  await says(page, 'The picture is no longer there.');
  await page.getByRole('button', { name: 'Choose a picture' }).waitFor();
  expect(await field.inputValue()).toBe('The same quay, an hour later');
  noTroubles(troubles);
  await context.close();
});

it('marks on every page that videos are being made, and says once what became of one', async () => {
  const { context, person } = await somebody('marked', { width: 1440, language: 'en' });
  const page = await context.newPage();
  const asked = { times: 0 };
  page.on('request', (request) => {
    if (request.url().includes('videos.moving')) asked.times += 1;
  });
  await page.clock.install();
  await page.goto(`${house.publicUrl}/dashboard`);
  await page.getByRole('link', { name: 'Studio', exact: true }).waitFor();
  makers.control.next({ outcome: 'never', sizeBytes: 12 * mb, bytesPerSecond: 4 * mb });
  const first = await wished(person, 'A boat in the fog');
  await page.getByRole('link', { name: 'Studio , one video is being made' }).waitFor();
  makers.control.next({ outcome: 'never' });
  const second = await wished(person, 'A second boat');
  await page.getByRole('link', { name: 'Studio , 2 videos are being made' }).waitFor();
  await shoot(page, 'video-mark');

  // While it is copied, notices of bytes come; none of them makes this page ask, and neither does the clock.
  const before = asked.times;
  makers.control.end((await jobOf(makers, first)).id);
  await says(page, 'Your video “A boat in the fog” is ready.');
  await page.clock.fastForward(60_000);
  expect(asked.times - before).toBeLessThanOrEqual(4);
  expect(await page.getByText('is ready.').count()).toBeLessThanOrEqual(1);

  // Watched, fetched and thrown away by keys alone.
  const watching = await context.newPage();
  await watching.goto(`${house.publicUrl}/studio/videos/${first}`);
  await watching.getByRole('button', { name: 'Play' }).waitFor();
  await watching.getByRole('heading', { level: 1 }).focus();
  await tabTo(watching, /^Play/);
  await watching.keyboard.press('Enter');
  const at = () => watching.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await until('the picture to move', at, (seconds) => seconds > 0);
  await watching.keyboard.press('Enter');
  await watching.getByRole('button', { name: 'Play' }).waitFor();
  await tabTo(watching, /^Position/);
  await watching.keyboard.press('ArrowRight');
  await until('the picture to be five seconds on', at, (seconds) => seconds >= 4.9);
  await tabTo(watching, /^Rename/);
  await watching.keyboard.press('Enter');
  await watching.keyboard.type('By keys');
  await watching.keyboard.press('Enter');
  await heading(watching, 'By keys');
  expect(await watching.evaluate(() => document.activeElement?.textContent)).toBe('Rename');
  await tabTo(watching, /^Move to the bin/);
  await watching.keyboard.press('Enter');
  await watching.getByRole('button', { name: 'Take it out of the bin' }).waitFor();
  expect(await watching.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'In the bin',
  );
  await tabTo(watching, /^Take it out/, 1);
  await watching.keyboard.press('Enter');
  await watching.getByRole('button', { name: 'Play' }).waitFor();
  await watching.close();

  makers.control.end((await jobOf(makers, second)).id, 'provider_failed');
  await says(page, 'There is no video “A second boat”: it could not be made.');
  await page.getByRole('link', { name: 'Studio', exact: true }).waitFor();
  await context.close();
});

it('shows the way out of a full plan and of full storage', async () => {
  const { context, person, email } = await somebody('full', { width: 360, language: 'fr' });
  const page = await context.newPage();
  const gib = 1_073_741_824;

  // Storage runs full while a video is being made: it cannot be stored, until there is room again.
  makers.control.next({ outcome: 'never' });
  const videoId = await wished(person, 'Un bateau');
  const job = await jobOf(makers, videoId);
  const old = await videoAt(house, email, { prompt: 'Vieille prise', storage: 'stored', binned: true });
  await house.sql`update assets set size_bytes = ${gib} where id = (select asset_id from videos where id = ${old})`;
  makers.control.end(job.id);
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await says(page, 'La vidéo n’a pas pu être stockée');
  await says(page, 'Il n’y a plus assez de place dans votre formule.');
  await shoot(page, 'video-storage-full');
  await page.goto(`${house.publicUrl}/studio/generate`);
  await says(page, 'Votre stockage est plein');
  expect(await page.getByRole('button', { name: 'Créer la vidéo' }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'Voir les formules' }).waitFor();
  await shoot(page, 'video-wish-full');
  await page.getByRole('link', { name: 'Aller à la corbeille' }).waitFor();
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await page.getByRole('link', { name: 'Aller à la corbeille' }).click();
  await page.getByRole('button', { name: 'Vider la corbeille' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Vider la corbeille' }).click();
  await heading(page, 'La corbeille est vide');
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  await page.getByRole('button', { name: 'Relancer le stockage' }).click();
  await says(page, 'Gardée jusqu’au');

  // All videos of the month, two of them in the making.
  makers.control.next({ outcome: 'never' }, { times: 2 });
  for (const prompt of ['Deux', 'Trois']) await wished(person, `${prompt} bateaux`);
  await page.goto(`${house.publicUrl}/studio/generate`);
  await page.getByRole('button', { name: 'Menu, 2 vidéos en création' }).waitFor();
  await says(page, 'Toutes les vidéos par IA de ce mois sont utilisées');
  expect(await page.getByRole('button', { name: 'Créer la vidéo' }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'Voir les formules' }).click();
  await page.waitForURL('**/plans');
  await context.close();
});

it('shows more than a page of videos, and treats many of them at once, by keys alone', async () => {
  const { context, email, person } = await somebody('library', { width: 1440, language: 'en' });
  let changed = '';
  for (let at = 0; at < 30; at += 1)
    changed = await videoAt(house, email, {
      prompt: `Take ${at + 1}`,
      ...(at < 28
        ? { state: 'failed' as const, failure: 'provider_failed' as const }
        : { storage: 'stored' as const, poster: at === 28 ? 'sea' : 'rain' }),
      minutesAgo: at + 1,
    });
  const page = await context.newPage();
  await page.goto(`${house.publicUrl}/studio/videos`);
  const cards = page.getByRole('main').getByRole('listitem');
  await until(
    'the first page',
    () => cards.count(),
    (count) => count === 24,
  );
  // Something changes while the second page is on its way: it comes nevertheless.
  const held = { go: () => {} };
  const letGo = new Promise<void>((resolve) => {
    held.go = resolve;
  });
  const isSecond = (url: URL) => url.href.includes('videos.list') && url.href.includes('after%22%3A%22');
  const asked = page.waitForRequest((request) => isSecond(new URL(request.url())));
  await page.route(isSecond, async (route) => {
    await letGo;
    await route.continue().catch(() => {});
  });
  await page.getByRole('button', { name: 'Show more' }).focus();
  await page.keyboard.press('Enter');
  await asked;
  const anew = page.waitForResponse((response) => response.url().includes('videos.list'));
  await person.api.videos.bin.mutate({ videoIds: [changed] });
  await person.api.videos.restore.mutate({ videoIds: [changed] });
  await anew;
  held.go();
  await until(
    'the second page',
    () => cards.count(),
    (count) => count === 30,
  );
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);

  await page.getByRole('link', { name: /^Ready/ }).click();
  await until(
    'those that are ready',
    () => cards.count(),
    (count) => count === 2,
  );
  expect(await page.getByRole('link', { name: /^Ready/ }).getAttribute('aria-current')).toBe('page');
  await page.getByRole('link', { name: /^Failed/ }).click();
  await until(
    'those that failed',
    () => cards.count(),
    (count) => count === 24,
  );

  // By keys: mark all that is shown, take one out again, throw the others away.
  await tabTo(page, /^Mark all/);
  await page.keyboard.press('Enter');
  await says(page, '24 marked');
  const path = await tabTo(page, /^Mark “?Take 1/, 20);
  expect(path.slice(0, 2).join(' ')).toMatch(/bin/);
  await page.keyboard.press('Space');
  await says(page, '23 marked');
  await page.getByRole('button', { name: 'Move to the bin' }).focus();
  await page.keyboard.press('Enter');
  await says(page, '23 videos are in the bin.');
  // The way back has the focus.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Undo');
  await page.getByRole('link', { name: /^Bin/ }).click();
  await until(
    'the bin',
    () => cards.count(),
    (count) => count === 23,
  );
  await page.getByRole('checkbox', { name: /Take 2\b/ }).check();
  await page.getByRole('checkbox', { name: /Take 3\b/ }).check();
  await shoot(page, 'video-bin');
  await page.getByRole('button', { name: 'Take out of the bin' }).click();
  await says(page, '2 videos are back.');
  await until(
    'the bin after that',
    () => cards.count(),
    (count) => count === 21,
  );
  await page.getByRole('checkbox', { name: /Take 4\b/ }).check();
  await page.getByRole('checkbox', { name: /Take 5\b/ }).check();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await says(page, '2 videos are deleted.');
  await until(
    'the bin at last',
    () => cards.count(),
    (count) => count === 19,
  );
  await context.close();
});

/** Adds up what moved without anybody having pressed anything. */
async function countShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const found = { sum: 0, what: [] as string[] };
    Object.assign(window, { shifts: found });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        found.sum += entry.value;
        for (const { node, previousRect: was, currentRect: is } of entry.sources) {
          const name =
            node instanceof Element ? `${node.tagName}.${node.className}` : (node?.textContent ?? '?');
          found.what.push(`${entry.value.toFixed(3)} ${name} ${was.y}+${was.height} → ${is.y}+${is.height}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
const shiftsOn = (page: Page) =>
  page.evaluate(() => (window as unknown as { shifts: { sum: number; what: string[] } }).shifts);

it.each([
  { name: 'wide', width: 1440, language: 'en' },
  { name: 'phone', width: 360, language: 'fr' },
] as const)('moves nothing while its pages load and a video comes to be, $name', async (look) => {
  const { context, person, email } = await somebody(`still-${look.name}`, look);
  await house.makeOperator(email);
  const quay = await videoAt(house, email, { prompt: 'A quay at night', storage: 'stored', poster: 'rain' });
  const binned = await videoAt(house, email, {
    prompt: 'Sea',
    storage: 'stored',
    poster: 'sea',
    binned: true,
  });
  await countShifts(context);
  const page = await context.newPage();
  const moved: Record<string, unknown> = {};
  const note = async (name: string) => {
    const { sum, what } = await shiftsOn(page);
    if (sum >= 0.02) moved[name] = { sum, what };
  };
  for (const path of [
    '/studio/generate',
    '/studio/videos',
    '/studio/videos?shelf=bin',
    `/studio/videos/${quay}`,
    `/studio/videos/${binned}`,
    '/operator/videos',
  ]) {
    await page.goto(house.publicUrl + path);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
    await page.evaluate(() => document.fonts.ready);
    await note(path);
  }
  makers.control.next({ outcome: 'never', sizeBytes: 6 * mb, bytesPerSecond: 3 * mb });
  const videoId = await wished(person, 'A boat');
  const job = await jobOf(makers, videoId);
  await page.goto(`${house.publicUrl}/studio/videos/${videoId}`);
  const { generating, storing, ready } =
    look.language === 'en'
      ? { generating: 'Generating', storing: 'Storing your video', ready: 'Download' }
      : { generating: 'En création', storing: 'Stockage de votre vidéo', ready: 'Télécharger' };
  await heading(page, generating);
  await shoot(page, `video-generating-${look.name}`);
  makers.control.end(job.id);
  await heading(page, storing);
  await shoot(page, `video-storing-${look.name}`);
  await page.getByRole('button', { name: ready }).waitFor();
  await page.locator('video').first().waitFor();
  await shoot(page, `video-ready-${look.name}`);
  await note('a video that comes to be');
  expect(moved).toEqual({});
  await context.close();
});
