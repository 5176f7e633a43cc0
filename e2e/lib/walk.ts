import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { House } from './house.ts';
import { signInTokenFor } from './person.ts';

const shots = fileURLToPath(new URL('../../artifacts/screenshots/', import.meta.url));

/** Keeps what a person saw, to be looked at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

/** A page that fails the test when it throws, or when the content policy refuses something of ours. */
export async function watchedPage(context: { newPage(): Promise<Page> }) {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      troubles.push(message.text());
  });
  return { page, troubles };
}

/** Signs in as a person does: address, mail, link, button. */
export async function signInOn(page: Page, house: House, email: string): Promise<void> {
  const known = house.mail
    .messages()
    .filter((one) => one.to.includes(email) && one.text.includes('token=')).length;
  await page.goto(`${house.publicUrl}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in/check');
  const token = await signInTokenFor(house, email, known);
  await page.goto(`${house.publicUrl}/sign-in/link?token=${token}`);
  await page.getByRole('button', { name: 'Sign in on this browser' }).click();
  await page.waitForURL('**/campaigns');
}

/** Walks the steps to the recap; answers the campaign's id. */
export async function draftOn(page: Page, house: House, film: string, title: string): Promise<string> {
  await page.goto(`${house.publicUrl}/campaigns/new`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL('**/edit/who');
  await page.getByRole('textbox', { name: /^Name/ }).fill('The night crew');
  await next(page);
  await page.waitForURL('**/edit/film');
  await pickOn(page, film);
  await next(page);
  await page.waitForURL('**/edit/terms');
  await page.getByRole('textbox', { name: /^Title/ }).fill(title);
  await page.getByRole('textbox', { name: /^Brief/ }).fill('One take, by the water.');
  await page.getByRole('textbox', { name: /^Completions wanted/ }).fill('20');
  await next(page);
  await page.waitForURL('**/edit/recap');
  return /campaigns\/([^/]+)\//.exec(page.url())?.[1] ?? '';
}

const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

/** Picks a film and waits until the browser keeps it. */
export async function pickOn(page: Page, film: string): Promise<void> {
  await chooseFile(page, film);
  await page.getByText('Kept in this browser', { exact: true }).waitFor();
}

/** Names a file to the page's file field by its path, whatever its size; the bytes do not pass through the test. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').first().waitFor({ state: 'attached' });
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: "document.querySelector('input[type=file]')",
  });
  if (!result.objectId) throw new Error('there is no file field');
  await devtools.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId });
  await devtools.detach();
}

/** From the recap to the payment page. */
export async function confirmOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Confirm and pay/ }).click();
  await page.waitForURL('**/pay/**');
}

/** Pays on the payment page by a card. */
export async function payOn(page: Page, card = '4242424242424242'): Promise<void> {
  await page.getByTestId('card').fill(card);
  await page.getByTestId('expiry').fill('12 / 34');
  await page.getByTestId('cvc').fill('123');
  await page.getByTestId('pay').click();
}

/** The heading of a campaign's present stage. */
export const stageOn = (page: Page, title: string) =>
  page.getByText(title, { exact: true }).first().waitFor({ timeout: 60_000 });

/** Approves the one film that waits, with the keyboard as far as there are keys. */
export async function approveOn(page: Page, house: House, title: string): Promise<void> {
  await page.goto(`${house.publicUrl}/moderation`);
  await page
    .getByRole('link', { name: new RegExp(title) })
    .first()
    .click();
  await page.getByRole('button', { name: 'Take this film' }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Approved').first().waitFor();
}

/** Plays the film of a page and answers where it is after a moment, in seconds. */
export async function playOn(page: Page): Promise<number> {
  const video = page.locator('video').first();
  await video.waitFor();
  return video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
    const end = Date.now() + 20_000;
    while (element.currentTime < 0.3 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return element.currentTime;
  });
}

export const noTroubles = (troubles: string[]) => expect(troubles).toEqual([]);
