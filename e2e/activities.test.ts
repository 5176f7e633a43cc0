import { randomUUID } from 'node:crypto';
import { grantRole, purgeActivities } from '@backlot/domain';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, visitor } from './lib/person.ts';
import { draftWith, publish } from './lib/road.ts';
import { until } from './lib/until.ts';
import { noTroubles, shoot, signInOn, watchedPage } from './lib/walk.ts';

let house: House;
let browser: Browser;
let owner: Person;
let slug: string;
let campaignId: string;
const film = filmBytes('sample.mp4');

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  owner = await signIn(house, 'owner@example.com');
  slug = await publish(house, owner, film, await promiseOf(film, 'sample.mp4'));
  campaignId = String((await house.sql`select id from campaigns where slug = ${slug}`)[0]?.id);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const seen = (change: object = {}) => ({
  id: randomUUID(),
  kind: 'page.viewed' as const,
  detail: 'published' as const,
  agoMs: 0,
  campaign: slug,
  ...change,
});
const step = (detail: 'who' | 'film' | 'terms' | 'recap', campaign: string) => ({
  ...seen({ campaign }),
  kind: 'campaign.step' as const,
  detail,
});
const rowsOf = (kind: string) => house.sql`select * from activities where kind = ${kind} order by at`;

describe('a report', () => {
  it('counts once however often it is sent, and knows nothing of a visitor', async () => {
    const activities = [seen(), seen({ agoMs: 3_600_000 })];
    const somebody = visitor(house).api;
    const answers = await Promise.all([1, 2, 3].map(() => somebody.activities.report.mutate({ activities })));
    expect(answers.reduce((sum, { kept }) => sum + kept, 0)).toBe(2);
    const rows = await rowsOf('page.viewed');
    expect(rows.map((row) => row.member_id)).toEqual([null, null]);
    expect(rows.map((row) => row.campaign_id)).toEqual([campaignId, campaignId]);
    // Metered on whoever's page it was, in the hours in which it happened.
    const usage = await house.sql`select member_id, quantity::int as quantity from usage_records
      where meter = 'analytics.event'`;
    expect(usage.reduce((sum, row) => sum + row.quantity, 0)).toBe(2);
    expect(new Set(usage.map((row) => row.member_id)).size).toBe(1);
    expect(Date.now() - Number(rows[0]?.at)).toBeGreaterThanOrEqual(3_600_000);
  });

  it.each([
    ['none', []],
    ['101', Array.from({ length: 101 }, () => seen())],
    ['an unknown kind', [seen({ kind: 'secret.read' })]],
    ['an unknown detail', [seen({ detail: 'somebody@example.com' })]],
    ['a field too many', [seen({ email: 'somebody@example.com' })]],
    ['a text for a campaign', [seen({ campaign: 'My secret campaign' })]],
    ['the future', [seen({ agoMs: -1 })]],
    ['last week', [seen({ agoMs: 7 * 24 * 3_600_000 })]],
  ])('with %s is refused and keeps nothing', async (_, activities) => {
    const before = await house.sql`select id from activities`;
    expect(await codeOf(owner.api.activities.report.mutate({ activities: activities as never }))).toBe(
      'BAD_INPUT',
    );
    expect(await house.sql`select id from activities`).toHaveLength(before.length);
  });

  it('takes a hundred', async () => {
    const activities = Array.from({ length: 100 }, () => seen({ campaign: null, detail: 'home' }));
    expect(await owner.api.activities.report.mutate({ activities })).toEqual({ kept: 100 });
    await house.sql`delete from activities where detail = 'home'`;
  });

  it('believes steps of a campaign to its owner alone, and says nothing of what there is', async () => {
    const stranger = await signIn(house, 'stranger@example.com');
    const nobodys = randomUUID();
    for (const person of [stranger.api, visitor(house).api])
      for (const campaign of [campaignId, nobodys])
        expect(await person.activities.report.mutate({ activities: [step('recap', campaign)] })).toEqual({
          kept: 0,
        });
    expect(
      await stranger.api.activities.report.mutate({ activities: [seen({ campaign: nobodys })] }),
    ).toEqual({
      kept: 0,
    });
    expect(await owner.api.activities.report.mutate({ activities: [step('recap', campaignId)] })).toEqual({
      kept: 1,
    });
  });
});

describe('the figures', () => {
  it('are of a member’s own campaigns, and of everything for an operator', async () => {
    await house.sql`delete from activities`;
    const other = await signIn(house, 'other@example.com');
    const draft = await draftWith(other, await promiseOf(film, 'sample.mp4'), 'Two steps');
    const day = 24 * 3_600_000;
    await owner.api.activities.report.mutate({
      activities: [seen(), seen(), step('who', campaignId), step('recap', campaignId)],
    });
    await other.api.activities.report.mutate({
      activities: [step('who', draft), step('film', draft), seen()],
    });
    await visitor(house).api.activities.report.mutate({
      activities: [seen({ campaign: null, detail: 'home' })],
    });
    await house.sql`insert into activities (id, kind, detail, campaign_id, at)
      values (${randomUUID()}, 'page.viewed', 'published', ${campaignId}, ${new Date(Date.now() - 20 * day)})`;

    const mine = await owner.api.activities.stats.query({ days: 7 });
    expect(mine.scope).toBe('own');
    expect(mine.days).toHaveLength(7);
    expect(mine.days.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
    expect(sum(mine)).toEqual({ 'page.viewed': 3, 'campaign.step': 2, 'checkout.step': 0 });
    expect(mine.top).toEqual([{ campaignId, slug, title: 'Night on the quay', views: 3 }]);
    // Paid and published is known without the browser's word.
    expect(mine.funnels.campaign.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(mine.funnels.checkout.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
    expect(sum(await owner.api.activities.stats.query({ days: 28 }))['page.viewed']).toBe(4);

    const theirs = await other.api.activities.stats.query({ days: 7 });
    expect(sum(theirs)).toEqual({ 'page.viewed': 0, 'campaign.step': 2, 'checkout.step': 0 });
    expect(theirs.top).toEqual([]);
    expect(theirs.funnels.campaign.map(({ count }) => count)).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(theirs.funnels.checkout.map(({ count }) => count)).toEqual([0, 0, 0, 0]);

    await grantRole(house.ctx, {
      email: 'operator@example.com',
      displayName: 'Operator',
      role: 'operator',
      language: 'en',
    });
    const operator = await signIn(house, 'operator@example.com');
    const all = await operator.api.activities.stats.query({ days: 7 });
    expect(all.scope).toBe('all');
    expect(sum(all)).toEqual({ 'page.viewed': 4, 'campaign.step': 4, 'checkout.step': 0 });
    expect(all.funnels.campaign.map(({ count }) => count)).toEqual([2, 2, 1, 1, 1, 1, 1]);
    expect(await codeOf(visitor(house).api.activities.stats.query({ days: 7 }))).toBe('NOT_SIGNED_IN');
  });

  it('are forgotten when their time is over', async () => {
    await house.sql`insert into activities (id, kind, detail, at)
      values (${randomUUID()}, 'page.viewed', 'home', ${new Date(Date.now() - 401 * 24 * 3_600_000)})`;
    const before = await house.sql`select id from activities`;
    await purgeActivities(house.ctx);
    expect(await house.sql`select id from activities`).toHaveLength(before.length - 1);
  });
});

function sum(stats: Awaited<ReturnType<Person['api']['activities']['stats']['query']>>) {
  const total = { 'page.viewed': 0, 'campaign.step': 0, 'checkout.step': 0 };
  for (const { counts } of stats.days)
    for (const kind of Object.keys(total) as (keyof typeof total)[]) total[kind] += counts[kind];
  return total;
}

describe('in a browser', () => {
  it('pages are counted after the first picture, and sent when the page is left', async () => {
    await house.sql`delete from activities`;
    const { page, troubles } = await watchedPage(await browser.newContext({ locale: 'en' }));
    await page.goto(`${house.publicUrl}/c/${slug}`);
    await page.getByRole('heading', { name: 'Night on the quay' }).waitFor();
    const counting = () =>
      page.evaluate(() => {
        const script = performance
          .getEntriesByType('resource')
          .find(({ name }) => name.includes('/activities-'));
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        return script && paint ? script.startTime - paint.startTime : null;
      });
    const afterPaintMs = await until('the counting', counting, (ms) => ms !== null);
    expect(afterPaintMs).toBeGreaterThanOrEqual(0);
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.waitForURL('**/campaigns/new');
    await page.goto('about:blank');
    const rows = await until(
      'the report',
      () => rowsOf('page.viewed'),
      (all) => all.length >= 2,
    );
    expect(rows.map((row) => row.detail)).toEqual(expect.arrayContaining(['published', 'newCampaign']));
    expect(rows.find((row) => row.detail === 'published')?.campaign_id).toBe(campaignId);
    noTroubles(troubles);
    await page.context().close();
  });

  it('one who asks not to be tracked is not counted', async () => {
    await house.sql`delete from activities`;
    const context = await browser.newContext({ locale: 'en' });
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    });
    const page = await context.newPage();
    const reports: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('activities.report')) reports.push(request.url());
    });
    await page.goto(`${house.publicUrl}/c/${slug}`);
    await page.getByRole('heading', { name: 'Night on the quay' }).waitFor();
    await until('the counting', () =>
      page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('/activities-')),
      ),
    );
    await page.goto('about:blank');
    await context.close();
    expect(reports).toEqual([]);
    expect(await house.sql`select id from activities`).toHaveLength(0);
  });

  it('the dashboard shows each figure as a picture, a table and a file', async () => {
    await owner.api.activities.report.mutate({
      activities: [seen(), seen(), seen(), step('who', campaignId), step('recap', campaignId)],
    });
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1440, height: 900 } });
    const { page, troubles } = await watchedPage(context);
    await signInOn(page, house, owner.email);
    await page.goto(`${house.publicUrl}/dashboard`);
    await page.getByRole('img', { name: /^Page views a day: at most 3/ }).waitFor();
    await shoot(page, 'dashboard-with-figures');
    await page.getByRole('button', { name: 'Table: Page views a day' }).click();
    const table = page.getByRole('table', { name: 'Page views a day' });
    expect(await table.getByRole('row').count()).toBe(29);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV: From the first step to the public page' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('from-the-first-step-to-the-public-page.csv');
    const lines = Buffer.concat(await Array.fromAsync(await file.createReadStream()))
      .toString()
      .split('\r\n');
    expect(lines.slice(0, 3)).toEqual(['\uFEFFStep,Campaigns', 'Who,1', 'Film,1']);
    await page.getByRole('button', { name: '7 days' }).click();
    await until(
      'a week',
      () => table.getByRole('row').count(),
      (count) => count === 8,
    );
    noTroubles(troubles);
    await context.close();
  });
});
