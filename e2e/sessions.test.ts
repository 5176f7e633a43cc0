import { afterAll, beforeAll, expect, it } from 'vitest';
import { newProfile, openBrowser, type RunningBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, signInTokenFor, visitor } from './lib/person.ts';
import { until } from './lib/until.ts';
import { noTroubles, signInOn, watchedPage } from './lib/walk.ts';

let house: House;
let browser: RunningBrowser;
let profile: Awaited<ReturnType<typeof newProfile>>;
beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  profile = await newProfile();
  browser = await openBrowser(profile.folder);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await profile?.remove();
});

const aDayMs = 86_400_000;
const isIn = async (person: Person) => (await person.api.auth.me.query()) !== null;
/** What a plain request sends back about the session. */
const cookieOf = async (person: Person) => {
  const response = await person.call(`${house.publicUrl}/api/trpc/auth.me`);
  return response.headers.getSetCookie().find((one) => one.startsWith('__Host-backlot-session='));
};

it('stands in a cookie that no script reads and no other site sends', async () => {
  const email = 'cookie@example.com';
  const person = visitor(house);
  await person.api.auth.askLink.mutate({ email, language: 'en', returnTo: '/campaigns' });
  const response = await person.call(`${house.publicUrl}/api/trpc/auth.useLink`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: await signInTokenFor(house, email) }),
  });
  const cookies = response.headers.getSetCookie();
  const [pair = '', ...attributes] = (cookies.find((one) => one.includes('session')) ?? '').split('; ');
  expect(pair).toMatch(/^__Host-backlot-session=.{40,}$/);
  const [maxAge] = attributes.filter((one) => one.startsWith('Max-Age='));
  expect(Number(maxAge?.slice('Max-Age='.length))).toBeGreaterThan(29.9 * 86_400);
  expect(attributes.filter((one) => !/^(Max-Age|Expires)=/.test(one)).toSorted()).toEqual([
    'HttpOnly',
    'Path=/',
    'SameSite=Lax',
    'Secure',
  ]);
});

it('ends 30 days after it was last used, and is prolonged by using it', async () => {
  const person = await signIn(house, 'slides@example.com');
  const memberId = (await person.api.auth.me.query())?.memberId ?? '';
  const leftMs = async () => {
    const [row] = await house.sql`select expires_at from sessions where member_id = ${memberId}`;
    return row?.expires_at.getTime() - Date.now();
  };
  const lastUsedAgo = (ms: number) =>
    house.sql`update sessions set expires_at = ${new Date(Date.now() + 30 * aDayMs - ms)} where member_id = ${memberId}`;
  expect(await cookieOf(person)).toBeUndefined();
  for (const ago of [2 * 3_600_000, 14 * aDayMs, 29.9 * aDayMs]) {
    await lastUsedAgo(ago);
    expect(await cookieOf(person)).toContain('Max-Age=');
    expect(await leftMs()).toBeGreaterThan(29.99 * aDayMs);
  }
  await lastUsedAgo(30 * aDayMs + 1_000);
  expect(await isIn(person)).toBe(false);
});

it('is listed for its member alone, who ends one elsewhere', async () => {
  const email = 'many@example.com';
  const [here, there] = [await signIn(house, email), await signIn(house, email)];
  const stranger = await signIn(house, 'stranger@example.com');
  const list = await here.api.settings.sessions.query();
  expect(list.map(({ current }) => current).toSorted()).toEqual([false, true]);
  const other = list.find(({ current }) => !current)?.id ?? '';
  expect(await codeOf(stranger.api.settings.revokeSession.mutate({ id: other }))).toBe('NOT_FOUND');
  expect(await isIn(there)).toBe(true);
  await here.api.settings.revokeSession.mutate({ id: other });
  expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  expect(await here.api.settings.sessions.query()).toHaveLength(1);
  expect(await codeOf(here.api.settings.revokeSession.mutate({ id: other }))).toBe('NOT_FOUND');
});

it('can be ended from the page of another browser', async () => {
  const email = 'page@example.com';
  const elsewhere = await signIn(house, email);
  const { page, troubles } = await watchedPage(browser.context);
  await signInOn(page, house, email);
  await page.goto(`${house.publicUrl}/settings/sessions`);
  await page.getByText('this one').waitFor();
  await page.getByRole('button', { name: /^Sign out: / }).click();
  await page.getByText('That browser is signed out.').waitFor();
  await until('the other browser to be out', async () => !(await isIn(elsewhere)));
  await page.getByRole('button', { name: /^Sign out: / }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out of this browser' }).click();
  await page.waitForURL(`${house.publicUrl}/`);
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  noTroubles(troubles);
  await page.close();
});
