import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from './lib/axe.ts';
import { launchBrowser } from './lib/chromium.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, signInTokenFor, visitor } from './lib/person.ts';
import { atStage, confirmed, draftWith, paid, publish, sendFilm } from './lib/road.ts';
import { videoAt } from './lib/videos.ts';
import { shoot } from './lib/walk.ts';

let house: House;
let browser: Browser;
let moderator: Person;
/** Every page with something on it, by name: those for a visitor, and those for one who is signed in. */
const visitorPages: Record<string, string> = {};
const memberPages: Record<string, string> = {};

/** Two that could be asked for videos; nobody asks them here. */
const videoMakers = {
  VIDEO_API_URL: 'http://localhost:9',
  VIDEO_API_KEY: 'unasked',
  VIDEO_WEBHOOK_SECRET: 'never-sent-by-anybody',
  RUNWAYML_API_SECRET: 'unasked',
};

/** A video at every place of its life; their pages by name. */
async function videoPages(email: string): Promise<Record<string, string>> {
  const heron = 'A grey heron stands in shallow water at dawn, fog over the river';
  const [minute, mb] = [60, 1_000_000];
  const ids = {
    waiting: await videoAt(house, email, { prompt: heron, state: 'accepted', minutesAgo: 1 }),
    generating: await videoAt(house, email, {
      prompt: 'Paper city in the morning',
      state: 'processing',
      minutesAgo: 2,
    }),
    storing: await videoAt(house, email, {
      prompt: 'The last tram in the rain',
      storage: 'processing',
      copied: { bytes: 4.3 * mb, ofBytes: 10 * mb },
      minutesAgo: 3,
    }),
    'storing-again': await videoAt(house, email, {
      prompt: 'Snow over the yard',
      storage: 'pending',
      copied: { bytes: 4.3 * mb, ofBytes: null, failure: 'source_failed' },
      minutesAgo: 4,
    }),
    ready: await videoAt(house, email, {
      prompt: heron,
      title: 'Rain on the window of the last tram, and a title that is long enough for two lines',
      storage: 'stored',
      poster: 'rain',
      minutesAgo: 26 * minute,
    }),
    refused: await videoAt(house, email, {
      prompt: 'What the rules forbid',
      state: 'failed',
      failure: 'refused_content',
      minutesAgo: 5,
    }),
    'not-stored': await videoAt(house, email, {
      prompt: 'A projector at night',
      storage: 'failed',
      copied: { bytes: 2 * mb, ofBytes: 10 * mb, failure: 'cut_short' },
      minutesAgo: 30,
    }),
    binned: await videoAt(house, email, {
      prompt: 'The sea, a little too grey',
      storage: 'stored',
      poster: 'sea',
      binned: true,
    }),
  };
  // On its way and ready; the others differ by words, which the road of videos reads.
  const { storing, ready } = ids;
  const shown = { storing, ready };
  return Object.fromEntries(
    Object.entries(shown).map(([name, id]) => [`video-${name}`, `/studio/videos/${id}`]),
  );
}

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST, environment: videoMakers });
  await house.makeModerator('moderator@example.com');
  const owner = await signIn(house, 'moderator@example.com');
  const member = await signIn(house, 'member@example.com');
  const film = filmBytes('sample_with_increasing_timestamps_320w_240h.mp4');
  const promise = await promiseOf(film, 'quay.mp4');
  const slug = await publish(house, member, film, promise);
  // Who moderated sees the operator's pages too.
  await house.makeOperator('moderator@example.com');
  const waiting = await draftWith(member, promise, 'Waiting for a look');
  await sendFilm(member, await paid(house, member, waiting), film);
  await atStage(member, waiting, 'in_review');
  const [review] = await owner.api.moderation.queue.query();
  const draft = await draftWith(owner, promise, 'Rain on the window');
  const unpaid = await draftWith(owner, promise, 'Not paid yet');
  await confirmed(house, owner, unpaid);
  const toUpload = await draftWith(owner, promise, 'Paid, film elsewhere');
  await paid(house, owner, toUpload);
  moderator = owner;
  for (const [at, poster] of ['lamp', 'lanterns', 'projector', 'smoke', 'snow'].entries())
    await videoAt(house, owner.email, {
      prompt: `Take ${at + 1}: ${poster}`,
      storage: 'stored',
      poster,
      minutesAgo: 3_000 + at,
    });
  Object.assign(visitorPages, {
    welcome: '/',
    'sign-in': '/sign-in',
    'sign-in-check': '/sign-in/check',
    'sign-in-link': '/sign-in/link?token=none',
    'watch-as-visitor': `/c/${slug}`,
    plans: '/plans',
  });
  Object.assign(memberPages, {
    home: '/',
    campaigns: '/campaigns',
    'new-campaign': '/campaigns/new',
    'step-who': `/campaigns/${draft}/edit/who`,
    'step-film': `/campaigns/${draft}/edit/film`,
    'step-terms': `/campaigns/${draft}/edit/terms`,
    'step-recap': `/campaigns/${draft}/edit/recap`,
    'to-pay': `/campaigns/${unpaid}`,
    'to-upload': `/campaigns/${toUpload}`,
    watch: `/c/${slug}`,
    moderation: '/moderation',
    'moderation-case': `/moderation/${review?.reviewId}`,
    settings: '/settings',
    dashboard: '/dashboard',
    'settings-sessions': '/settings/sessions',
    'settings-usage': '/settings/usage',
    'operator-quotas': '/operator/quotas',
    'settings-data': '/settings/data',
    'settings-billing': '/settings/billing',
    'operator-revenue': '/operator/revenue',
    'studio-generate': '/studio/generate',
    'studio-videos': '/studio/videos',
    ...(await videoPages(owner.email)),
    'operator-videos': '/operator/videos',
    'not-found': '/nowhere',
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const looks = [
  { name: 'wide-night-en', width: 1440, theme: 'night', language: 'en' },
  { name: 'phone-night-fr', width: 360, theme: 'night', language: 'fr' },
  { name: 'wide-day-fr', width: 1440, theme: 'day', language: 'fr' },
  { name: 'phone-day-en', width: 360, theme: 'day', language: 'en' },
] as const;

/** A browser in one look, of a visitor. */
async function contextIn(look: (typeof looks)[number]): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width === 360 ? 740 : 900 },
    locale: look.language,
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    ([theme, language]) => {
      localStorage.setItem('backlot.theme', theme ?? '');
      localStorage.setItem('backlot.language', language ?? '');
    },
    [look.theme, look.language],
  );
  return context;
}

/** Signs the moderator in by the calls that the pages make. */
async function signInHere(page: Page, language: 'en' | 'fr'): Promise<void> {
  const { email } = moderator;
  const known = house.mail
    .messages()
    .filter((one) => one.to.includes(email) && one.text.includes('token=')).length;
  await page.goto(house.publicUrl);
  const call = (name: string, input: object) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path ?? '', { method: 'POST', headers, body })).status;
      },
      [`/api/trpc/auth.${name}`, JSON.stringify(input)],
    );
  expect(await call('askLink', { email, language, returnTo: '/campaigns' })).toBe(200);
  expect(await call('useLink', { token: await signInTokenFor(house, email, known) })).toBe(200);
}

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(house.publicUrl + path);
  await page.locator('h1').first().waitFor();
  // The stream of notices never ends, so the network is never idle; what loads shows itself as busy.
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'), null, { timeout: 30_000 });
  await page.evaluate(() => document.fonts.ready);
}

/** What is wrong with each page as a browser in one look shows it. */
async function faultsOf(
  page: Page,
  pages: Record<string, string>,
  look: (typeof looks)[number],
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, path] of Object.entries(pages)) {
    await settled(page, path);
    await shoot(page, `${name}-${look.name}`);
    for (const violation of await violationsOn(page)) found.push(`${name}: ${violation}`);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (tooWide) found.push(`${name}: wider than the screen`);
    const spoken = await page.evaluate(() => document.documentElement.lang);
    if (spoken !== look.language) found.push(`${name}: in ${spoken}`);
  }
  return found;
}

describe.each(looks)('in $name', (look) => {
  it('no page breaks a rule of axe or is wider than the screen', async () => {
    const context = await contextIn(look);
    const page = await context.newPage();
    const asVisitor = await faultsOf(page, visitorPages, look);
    await signInHere(page, look.language);
    const asMember = await faultsOf(page, memberPages, look);
    await context.close();
    expect([...asVisitor, ...asMember]).toEqual([]);
  });
});

it('shows the public pages to a visitor, and sends one who asks for more to sign in', async () => {
  expect(await visitor(house).api.auth.me.query()).toBeNull();
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  await page.goto(house.publicUrl + (memberPages.watch ?? ''));
  await page.getByRole('heading', { name: 'Night on the quay' }).waitFor();
  await page.goto(`${house.publicUrl}/campaigns`);
  await page.waitForURL('**/sign-in**');
  await page.context().close();
});
