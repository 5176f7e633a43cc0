import { inTransaction, raiseAlerts, recordUsage, rollUp } from '@backlot/domain';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn, visitor } from './lib/person.ts';
import { atStage, draftWith, paid, sendFilm } from './lib/road.ts';
import { until } from './lib/until.ts';
import { noTroubles, payOn, shoot, signInOn, watchedPage } from './lib/walk.ts';

const gib = 1_024 ** 3;
const email = 'owner@example.com';

let house: House;
let browser: Browser;
beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const quotaMails = () =>
  house.mail.messages().filter(({ to, text }) => to.includes(email) && text.includes('/settings/usage'));

/** Makes what is stored of the owner's film weigh so much. */
const weigh = (sizeBytes: number) => house.sql`
  update assets set size_bytes = ${sizeBytes} where purpose = 'film' and state = 'human_review'
    and member_id = (select id from members where email = ${email})`;

it('subscribes, is warned at 80 %, stopped at 100 % with the way out, upgrades and goes on', async () => {
  const owner = await signIn(house, email);
  const bytes = filmBytes('sample.mp4');
  const promise = await promiseOf(bytes, 'sample.mp4');
  const first = await draftWith(owner, promise, 'The first film');
  await sendFilm(owner, await paid(house, owner, first), bytes);
  await atStage(owner, first, 'in_review');

  const { page, troubles } = await watchedPage(await browser.newContext({ locale: 'en' }));
  await signInOn(page, house, email);
  await page.goto(`${house.publicUrl}/settings/billing`);
  await page.getByRole('button', { name: 'Choose PRO' }).click();
  await page.waitForURL('**/pay/**');
  await payOn(page);
  await page.getByText('Thank you: PRO is yours.').waitFor();
  expect(quotaMails()).toEqual([]);

  const listening = page.waitForResponse((response) => response.url().includes('notices.stream'));
  await page.goto(`${house.publicUrl}/settings/usage`);
  await listening;
  await weigh(85 * gib);
  const said = page.getByText('Storage: 80% of your limit is used.').waitFor();
  await paid(house, owner, await draftWith(owner, promise, 'The second film'));
  await said;
  await until('the mail of 80 %', quotaMails, (mails) => mails.length === 1);
  expect(quotaMails()[0]?.subject).toBe('80 % of your storage is used');

  const third = await draftWith(owner, promise, 'The third film');
  await weigh(100 * gib);
  expect(await codeOf(owner.api.campaigns.confirm.mutate({ campaignId: third }))).toBe('QUOTA_EXCEEDED');
  await page.goto(`${house.publicUrl}/settings/usage`);
  await page.getByText('Used up: Storage').waitFor();
  expect(await page.getByRole('meter', { name: 'Storage' }).getAttribute('aria-valuenow')).toBe('100');
  await shoot(page, 'usage-full');

  // The way out leads through the plans to the portal, where the plan changes at once.
  await page.getByRole('link', { name: 'See the plans' }).click();
  await page.getByRole('link', { name: 'Choose ENTERPRISE' }).click();
  await page.getByRole('button', { name: 'Change to ENTERPRISE' }).click();
  await page.waitForURL('**/portal/**');
  await page.getByTestId('change-backlot_enterprise_month').click();
  await page.getByTestId('return').click();
  await page.getByLabel('Your plan').getByRole('heading', { name: 'ENTERPRISE', exact: true }).waitFor();
  await paid(house, owner, third);
  await page.goto(`${house.publicUrl}/settings/usage`);
  await page.getByRole('heading', { name: 'Your limits' }).waitFor();
  expect(await page.getByText('Used up').count()).toBe(0);
  // What is removed frees its place at once.
  const used = async () =>
    (await owner.api.usage.get.query()).quotas.find(({ quota }) => quota === 'storage')?.used;
  const full = (await used()) ?? 0;
  await owner.api.campaigns.requestRefund.mutate({ campaignId: third });
  expect(full - ((await used()) ?? 0)).toBe(promise.sizeBytes + (promise.poster?.sizeBytes ?? 0));
  noTroubles(troubles);
});

it('keeps what a smaller plan has no room for, to be seen and removed, and takes in nothing new', async () => {
  const owner = await signIn(house, email);
  const film = await promiseOf(filmBytes('sample.mp4'), 'sample.mp4');
  await weigh(120 * gib);
  const stored = await house.objects();
  const before = await owner.api.campaigns.mine.query();
  const { page, troubles } = await watchedPage(await browser.newContext({ locale: 'en' }));
  await signInOn(page, house, email);
  await page.goto((await owner.api.billing.openPortal.mutate()).url);
  await page.getByTestId('change-backlot_pro_month').click();
  await until(
    'PRO to be in force',
    () => owner.api.billing.mine.query(),
    ({ plan }) => plan === 'PRO',
  );
  await until('the mail of 100 %', quotaMails, (mails) => mails.length === 2);
  expect(quotaMails().map(({ subject }) => subject)).toContain('Your storage is used up');

  await page.goto(`${house.publicUrl}/settings/usage`);
  await page.getByText(/^More is kept than this plan holds/).waitFor();
  await shoot(page, 'usage-above');
  const fourth = await draftWith(owner, film, 'The fourth film');
  expect(await codeOf(owner.api.campaigns.confirm.mutate({ campaignId: fourth }))).toBe('QUOTA_EXCEEDED');
  const picture = { contentType: 'image/png', sizeBytes: 1_000, sha256: film.sha256 } as const;
  expect(await codeOf(owner.api.settings.openAvatarUpload.mutate(picture))).toBe('QUOTA_EXCEEDED');
  expect(await house.objects()).toEqual(stored);
  const seen = (list: typeof before) =>
    list.map(({ campaignId, stage }) => ({ campaignId, stage })).filter((one) => one.campaignId !== fourth);
  expect(seen(await owner.api.campaigns.mine.query())).toEqual(seen(before));
  await weigh(50 * gib);
  await paid(house, owner, fourth);
  noTroubles(troubles);
});

it('shows what was used day by day, as a picture, a table and a file', async () => {
  const member = await signIn(house, 'member@example.com');
  const memberId = (await member.api.auth.me.query())?.memberId ?? '';
  await inTransaction(house.ctx, (ctx) =>
    recordUsage(
      ctx,
      [0, 1].map((days) => ({
        ...{ key: `e2e:${days}`, memberId, meter: 'video.generation' as const, quantity: 1n },
        happenedAt: new Date(Date.now() - days * 86_400_000),
      })),
    ),
  );
  await rollUp(house.ctx);
  await raiseAlerts(house.ctx);
  const { page, troubles } = await watchedPage(await browser.newContext({ locale: 'en' }));
  await signInOn(page, house, 'member@example.com');
  await page.goto(`${house.publicUrl}/settings/usage`);
  await page.getByText(/^[12] of 3$/).waitFor();
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'AI videos' }).click();
  await page.getByRole('img', { name: /^AI videos: at most 1/ }).waitFor();
  await page.getByRole('button', { name: 'Table: AI videos' }).click();
  expect(await page.getByRole('cell', { name: '1', exact: true }).count()).toBe(2);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV: AI videos' }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.csv$/);
  noTroubles(troubles);
});

it('is each member’s own, and the list of all is the operator’s', async () => {
  expect(await codeOf(visitor(house).api.usage.get.query())).toBe('NOT_SIGNED_IN');
  const member = await signIn(house, 'member@example.com');
  expect(await codeOf(member.api.usage.nearLimits.query())).toBe('NOT_FOUND');
  await house.makeModerator('moderator@example.com');
  const moderator = await signIn(house, 'moderator@example.com');
  expect(await codeOf(moderator.api.usage.nearLimits.query())).toBe('NOT_FOUND');
  await house.sql`update members set role = 'operator' where email = 'moderator@example.com'`;
  await house.sql`delete from subscriptions`;
  const near = await moderator.api.usage.nearLimits.query();
  expect(near).toMatchObject([{ quota: 'storage', plan: 'FREE', limit: gib }]);
  expect(await codeOf(member.api.usage.history.query({ grain: 'day', meters: [] }))).toBe('BAD_INPUT');
});
