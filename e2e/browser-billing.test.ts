import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn } from './lib/person.ts';
import { atStage, draftWith, paid, sendFilm } from './lib/road.ts';
import { until } from './lib/until.ts';
import { noTroubles, payOn, shoot, signInOn, watchedPage } from './lib/walk.ts';

const email = 'subscriber@example.com';
const daySeconds = 86_400;
let house: House;
let browser: RunningBrowser;

beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  browser = await openFreshBrowser();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
/** The plan in force, as the page says it. */
const inForce = (page: Page, plan: string) =>
  page.getByLabel('Your plan').getByRole('heading', { name: plan, exact: true }).waitFor();
/** From the page to the portal, where something is pressed, and back. */
async function inPortal(page: Page, opener: string, press: (portal: Page) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: opener }).first().click();
  await page.waitForURL('**/portal/**');
  await press(page);
  await page.getByTestId('return').click();
  await page.waitForURL('**/settings/billing');
}
const subscriptionId = () => house.stripe.control.subscriptions().at(-1)?.id ?? '';
const mails = (subject: string) =>
  house.mail.messages().filter((mail) => mail.to.includes(email) && mail.subject === subject);
const oneMail = (subject: string) =>
  until(
    `the mail “${subject}”`,
    () => mails(subject),
    (all) => all.length === 1,
  );

it('takes a subscription through its life, and deletes nothing on the way', async () => {
  const { page, troubles } = await watchedPage(browser.context);
  const member = await signIn(house, email);
  const film = filmBytes('sample.mp4');
  const campaignId = await draftWith(member, await promiseOf(film, 'sample.mp4'));
  await sendFilm(member, await paid(house, member, campaignId), film);
  await atStage(member, campaignId, 'in_review');
  const storedBefore = await house.stored();
  await signInOn(page, house, email);

  // Leaves the checkout once, then subscribes.
  await page.goto(`${house.publicUrl}/plans`);
  await page.getByRole('link', { name: 'Choose PRO' }).click();
  await page.getByRole('button', { name: 'Choose PRO' }).click();
  await page.waitForURL('**/pay/**');
  await page.getByTestId('cancel').click();
  await says(page, 'Nothing was charged');
  await inForce(page, 'FREE');
  await page.getByRole('button', { name: 'Choose PRO' }).click();
  await page.waitForURL('**/pay/**');
  expect(await page.getByTestId('amount').textContent()).toBe('$19.00');
  expect(await page.getByTestId('email').inputValue()).toBe(email);
  await payOn(page);
  await says(page, 'Thank you: PRO is yours.');
  await inForce(page, 'PRO');
  await shoot(page, 'billing-subscribed');
  await oneMail('Your plan is PRO');

  // A renewal fails, and recovers by the next try with another card.
  house.stripe.control.failRenewals(subscriptionId());
  house.stripe.control.renew(subscriptionId());
  await says(page, 'A payment failed');
  await inForce(page, 'PRO');
  await shoot(page, 'billing-past-due');
  const [failed] = await oneMail('The payment for PRO failed');
  const link = /http\S+manage=1/.exec(failed?.text ?? '')?.[0] ?? '';
  await page.goto(link);
  await page.waitForURL('**/portal/**');
  await shoot(page, 'portal-past-due');
  await page.getByTestId('card').fill('5555555555554444');
  await page.getByTestId('expiry').fill('12/34');
  await page.getByTestId('cvc').fill('123');
  await page.getByTestId('set-card').click();
  await page.getByTestId('return').click();
  await says(page, 'A payment is owed');
  house.stripe.control.advance(4 * daySeconds);
  await page.getByText('Active', { exact: true }).waitFor();
  expect(await page.getByText('A payment failed').count()).toBe(0);

  // Up, and down again.
  await inPortal(page, 'Change to ENTERPRISE', (portal) =>
    portal.getByTestId('change-backlot_enterprise_year').click(),
  );
  await inForce(page, 'ENTERPRISE');
  await inPortal(page, 'Manage the subscription', (portal) =>
    portal.getByTestId('change-backlot_pro_month').click(),
  );
  await inForce(page, 'PRO');

  // A pause, which is FREE.
  await inPortal(page, 'Manage the subscription', (portal) => portal.getByTestId('pause').click());
  await says(page, 'PRO is paused');
  await inForce(page, 'FREE');
  await shoot(page, 'billing-paused');
  await inPortal(page, 'Resume it', (portal) => portal.getByTestId('resume').click());
  await inForce(page, 'PRO');

  // The end, with the period.
  await inPortal(page, 'Manage the subscription', (portal) => portal.getByTestId('cancel').click());
  await says(page, /^PRO ends on/);
  await inForce(page, 'PRO');
  await shoot(page, 'billing-ending');
  house.stripe.control.renew(subscriptionId());
  await says(page, 'PRO has ended');
  await inForce(page, 'FREE');
  await oneMail('Your plan PRO has ended');
  expect(await page.getByRole('button', { name: 'Choose PRO' }).count()).toBe(1);

  expect(mails('Your plan is PRO')).toHaveLength(1);
  expect(await house.stored()).toEqual(storedBefore);
  expect((await member.api.campaigns.get.query({ campaignId })).stage).toBe('in_review');
  noTroubles(troubles);
  await page.close();
});

it('shows its revenue to the operator, and to nobody else', async () => {
  const mail = 'operator@example.com';
  const somebody = await signIn(house, 'curious@example.com');
  expect(await codeOf(somebody.api.billing.revenue.query())).toBe('NOT_FOUND');
  await house.makeOperator(mail);
  const page = await browser.context.newPage();
  await browser.context.clearCookies();
  await signInOn(page, house, mail);
  await page.goto(`${house.publicUrl}/settings`);
  await page.getByRole('link', { name: 'Revenue' }).click();
  await says(page, 'Subscriptions in force');
  // The one campaign of above.
  await says(page, '$19.00');
  await shoot(page, 'operator-revenue');
  await page.close();
});

it('asks a visitor who chooses a plan to sign in, and goes on from there', async () => {
  const { page } = await watchedPage(browser.context);
  await browser.context.clearCookies();
  await page.goto(`${house.publicUrl}/plans`);
  await page.getByText('By the year').click();
  await says(page, '$190.00');
  await page.getByRole('link', { name: 'Choose PRO' }).click();
  await page.waitForURL('**/sign-in?next=**');
  expect(decodeURIComponent(page.url())).toContain('next=/settings/billing?interval=year');
  await page.close();
});

it('refuses what is no plan, and shows nobody else’s billing', async () => {
  const other = await signIn(house, 'other@example.com');
  expect(await other.api.billing.mine.query()).toEqual({ plan: 'FREE', way: 'checkout', subscription: null });
  await expect(other.api.billing.openPortal.mutate()).rejects.toThrow();
  await expect(
    other.api.billing.start.mutate({ plan: 'FREE' as 'PRO', interval: 'month' }),
  ).rejects.toThrow();
});
