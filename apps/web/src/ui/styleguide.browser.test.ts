import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveBuiltSite } from '../testing/built-site.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

let site: Awaited<ReturnType<typeof serveBuiltSite>>;
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(executablePath)) throw new Error(`No browser at ${executablePath}; set CHROMIUM_PATH.`);
  site = await serveBuiltSite();
  browser = await chromium.launch({ executablePath, args: flags });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A fresh visitor with the preferences given; answers the page and everything the browser complained about. */
async function visit(path: string, preferences: { theme: string; language: string; widthPx: number }) {
  const context = await browser.newContext({ viewport: { width: preferences.widthPx, height: 800 } });
  await context.addInitScript(({ theme, language }) => {
    localStorage.setItem('backlot.theme', theme);
    localStorage.setItem('backlot.language', language);
  }, preferences);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (/Content Security Policy|Warning:/i.test(line.text())) complaints.push(line.text());
  });
  await page.goto(site.origin + path);
  await page.locator('h1').waitFor();
  return { page, complaints, close: () => context.close() };
}

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .setLegacyMode()
    .analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}

describe('every control, in every state', () => {
  const readers = [
    { theme: 'night', language: 'en', widthPx: 360 },
    { theme: 'night', language: 'fr', widthPx: 1440 },
    { theme: 'day', language: 'en', widthPx: 1440 },
    { theme: 'day', language: 'fr', widthPx: 360 },
  ];
  it.each(readers)('has no axe violation and fits: $theme, $language, $widthPx px', async (reader) => {
    const { page, complaints, close } = await visit('/styleguide', reader);
    expect(await page.locator('html').getAttribute('lang')).toBe(reader.language);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflowPx).toBeLessThanOrEqual(0);
    await close();
  });

  it('asks before something is lost, with the focus on the way back', async () => {
    const { page, close } = await visit('/styleguide', { theme: 'night', language: 'en', widthPx: 1440 });
    await page.getByRole('button', { name: 'More', exact: true }).last().click();
    await page.getByRole('menuitem', { name: 'Delete the draft' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete the draft' });
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await close();
  });
});

describe('the frame around every page', () => {
  it('moves the focus to the heading after a navigation, and names the page', async () => {
    const { page, close } = await visit('/nowhere', { theme: 'night', language: 'fr', widthPx: 360 });
    expect(await page.title()).toBe('Cette page n’est pas sur la feuille de service · Backlot');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Aller à l’accueil' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await page.title()).toBe('Backlot');
    expect(await page.locator('#announcer').textContent()).toBe('Backlot');
    await close();
  });

  it('keeps language and theme, and switches without a reload', async () => {
    const { page, close } = await visit('/nowhere', { theme: 'system', language: 'en', widthPx: 1440 });
    await page.getByRole('button', { name: 'Language and theme' }).click();
    await page.getByRole('radio', { name: 'Français' }).check();
    await page.getByRole('heading', { name: 'Cette page n’est pas sur la feuille de service' }).waitFor();
    await page.getByRole('radio', { name: 'Jour' }).check();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('day');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it('says when there is no connection', async () => {
    const { page, close } = await visit('/nowhere', { theme: 'night', language: 'en', widthPx: 360 });
    await page.context().setOffline(true);
    await page.getByText('You are offline', { exact: false }).waitFor();
    await close();
  });
});
