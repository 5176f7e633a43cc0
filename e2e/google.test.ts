import { purgeSignIns } from '@backlot/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn, visitor } from './lib/person.ts';
import { noTroubles, shoot, watchedPage } from './lib/walk.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
});
afterAll(() => house?.close());

type Visitor = ReturnType<typeof visitor>;

/** Asks to sign in by Google as the page does; answers the address at Google. */
const begin = async (who: Visitor, returnTo = '/settings'): Promise<string> =>
  (await who.api.auth.beginGoogle.mutate({ language: 'en', returnTo })).url;

/** Presses a button of Google's page; answers the address that it sends the browser back to. */
async function press(url: string, act: 'choose' | 'deny', email = ''): Promise<string> {
  const response = await fetch(url.replace('/auth?', `/${act}?`), {
    method: 'POST',
    body: new URLSearchParams({ email, name: 'First account' }),
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  return response.headers.get('location') ?? '';
}

/** Comes back from Google; answers where the product leads on to. */
async function comeBack(who: Visitor, address: string): Promise<string | null> {
  const response = await who.call(address, { redirect: 'manual' });
  return response.headers.get('location');
}

/** The whole way; answers where it ends. */
async function walk(who: Visitor, email: string): Promise<string | null> {
  return comeBack(who, await press(await begin(who), 'choose', email));
}

describe('Google', () => {
  it('signs in, and the same verified address is the same account', async () => {
    const byLink = await signIn(house, 'same@example.com');
    const byGoogle = visitor(house);
    expect(await walk(byGoogle, 'Same@Example.com')).toBe('/settings');
    const [one, other] = await Promise.all([byLink.api.auth.me.query(), byGoogle.api.auth.me.query()]);
    expect(other?.memberId).toBe(one?.memberId);
    expect(await house.sql`select 1 from members where email = 'same@example.com'`).toHaveLength(1);
  });

  it('makes the member with the name it knows, once for two that come at once', async () => {
    const both = [visitor(house), visitor(house)];
    const addresses = await Promise.all(
      both.map(async (who) => press(await begin(who), 'choose', 'twice@example.com')),
    );
    await Promise.all(both.map((who, index) => comeBack(who, addresses[index] ?? '')));
    const rows = await house.sql`select display_name from members where email = 'twice@example.com'`;
    expect(rows).toEqual([{ display_name: 'First account' }]);
  });

  it.each([
    ['unverified@example.com', 'EMAIL_NOT_VERIFIED'],
    ['no-address@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['wrong-nonce@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['expired@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['other-audience@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['other-issuer@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['forged@example.com', 'GOOGLE_SIGN_IN_INVALID'],
    ['unavailable@example.com', 'PROVIDER_UNAVAILABLE'],
  ])('lets nobody in as %s', async (email, code) => {
    const who = visitor(house);
    expect(await walk(who, email)).toBe(`/sign-in?problem=${code}`);
    expect(await who.api.auth.me.query()).toBeNull();
    expect(await house.sql`select 1 from members where email = ${email}`).toHaveLength(0);
  });

  it('takes a no for a no', async () => {
    const who = visitor(house);
    const address = await press(await begin(who), 'deny');
    expect(await comeBack(who, address)).toBe('/sign-in?problem=GOOGLE_DENIED');
    expect(await who.api.auth.me.query()).toBeNull();
  });

  it('works once, even when the same answer comes twice at once', async () => {
    const who = visitor(house);
    const address = await press(await begin(who), 'choose', 'once@example.com');
    const ends = await Promise.all([comeBack(who, address), comeBack(who, address)]);
    expect(ends.toSorted()).toEqual(['/settings', '/sign-in?problem=GOOGLE_SIGN_IN_INVALID']);
    expect(await comeBack(who, address)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
  });

  it('works in the browser that began, and in no other', async () => {
    const began = visitor(house);
    const address = await press(await begin(began), 'choose', 'bound@example.com');
    const stranger = visitor(house);
    expect(await comeBack(stranger, address)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
    await begin(stranger);
    expect(await comeBack(stranger, address)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
    expect(await comeBack(began, address)).toBe('/settings');
  });

  it('does not take the answer of another sign-in of the same browser', async () => {
    const who = visitor(house);
    const first = new URL(await press(await begin(who), 'choose', 'mixed@example.com'));
    const second = new URL(await press(await begin(who), 'choose', 'mixed@example.com'));
    first.searchParams.set('state', second.searchParams.get('state') ?? '');
    expect(await comeBack(who, first.href)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
    expect(await who.api.auth.me.query()).toBeNull();
  });

  it('is refused with a forged state, and 15 minutes later', async () => {
    const who = visitor(house);
    const forged = new URL(await press(await begin(who), 'choose', 'late@example.com'));
    forged.searchParams.set('state', `${crypto.randomUUID()}.${'a'.repeat(43)}`);
    expect(await comeBack(who, forged.href)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
    const late = await press(await begin(who), 'choose', 'late@example.com');
    await house.sql`update google_sign_ins set expires_at = expires_at - interval '15 minutes'
      where used_at is null`;
    expect(await comeBack(who, late)).toBe('/sign-in?problem=GOOGLE_SIGN_IN_INVALID');
    expect(await house.sql`select 1 from members where email = 'late@example.com'`).toHaveLength(0);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example'])(
    'does not lead on to %s',
    async (to) => {
      expect(await codeOf(begin(visitor(house), to))).toBe('BAD_INPUT');
    },
  );

  it('learns nothing that it could be forged with: neither state nor nonce is stored', async () => {
    const url = new URL(await begin(visitor(house)));
    const rows = await house.sql`select * from google_sign_ins`;
    const kept = JSON.stringify(rows);
    for (const name of ['nonce', 'code_challenge'])
      expect(kept).not.toContain(url.searchParams.get(name) ?? 'none');
    expect(kept).not.toContain(url.searchParams.get('state')?.split('.')[1] ?? 'none');
  });
});

it('forgets what was begun and never finished after a week, and nothing earlier', async () => {
  await begin(visitor(house));
  const count = async () => (await house.sql`select 1 from google_sign_ins`).length;
  const before = await count();
  const inDays = (days: number) => ({ ...house.ctx, now: () => new Date(Date.now() + days * 86_400_000) });
  await purgeSignIns(inDays(6.9));
  expect(await count()).toBe(before);
  await purgeSignIns(inDays(7.1));
  expect(await count()).toBe(0);
});

describe('the button', () => {
  let browser: RunningBrowser;
  beforeAll(async () => {
    browser = await openFreshBrowser();
  });
  afterAll(() => browser?.close());

  it('leads to Google; a no leads back with a word, a yes to where one wanted to go', async () => {
    const { page, troubles } = await watchedPage(browser.context);
    await page.goto(`${house.publicUrl}/settings`);
    await page.waitForURL('**/sign-in**');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
    await shoot(page, 'google-chooser');
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('Google was not allowed to tell us your address').waitFor();
    await shoot(page, 'sign-in-denied');
    await page.goto(`${house.publicUrl}/settings`);
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await page.getByRole('button', { name: 'First account' }).click();
    await page.waitForURL('**/settings');
    await page.getByRole('definition').filter({ hasText: 'first@example.com' }).waitFor();
    noTroubles(troubles);
    await page.close();
  });
});
