import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyUpload } from '@backlot/domain';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringPicture, picture, sayOfPicture } from './lib/avatar.ts';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, visitor } from './lib/person.ts';
import { until } from './lib/until.ts';
import { noTroubles, shoot, signInOn, watchedPage } from './lib/walk.ts';

let house: House;
let owner: Person;
beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
  owner = await signIn(house, 'owner@example.com');
});
afterAll(() => house?.close());

const avatarOf = async (person: Person) => (await person.api.auth.me.query())?.avatarUrl ?? null;
const objectsOf = async (assetId: string) => (await house.objects()).filter((key) => key.includes(assetId));

describe('a name', () => {
  it('is shown once it is saved, trimmed', async () => {
    await owner.api.settings.setDisplayName.mutate({ displayName: '  Ada of the quay ' });
    expect((await owner.api.auth.me.query())?.displayName).toBe('Ada of the quay');
  });

  it.each(['', '   ', 'x'.repeat(61), 'two\nlines', 'nul\u0000'])('is not %j', async (displayName) => {
    expect(await codeOf(owner.api.settings.setDisplayName.mutate({ displayName }))).toBe('BAD_INPUT');
    expect((await owner.api.auth.me.query())?.displayName).toBe('Ada of the quay');
  });
});

describe('a picture', () => {
  it('is made square, shown to everybody for ever under its name, and the original is gone', async () => {
    const { assetId, says } = await sayOfPicture(
      owner,
      await picture('#c03010').jpeg().toBuffer(),
      'image/jpeg',
    );
    expect(says).toBe('done');
    const url = await avatarOf(owner);
    expect(url).toContain(assetId);
    const response = await fetch(house.publicUrl + url);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toContain('immutable');
    const facts = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(facts).toMatchObject({ format: 'webp', width: 512, height: 512 });
    await until(
      'the original to go',
      () => objectsOf(assetId),
      (keys) => keys.length === 1 && keys[0] === `public/avatars/${assetId}.webp`,
    );
  });

  it('gives way to the next one, and goes when it is removed', async () => {
    const before = (await avatarOf(owner)) ?? '';
    const { assetId } = await sayOfPicture(owner, await picture('#1040c0').png().toBuffer());
    const after = (await avatarOf(owner)) ?? '';
    expect(after).not.toBe(before);
    expect((await fetch(house.publicUrl + before)).status).toBe(404);
    await until(
      'the old object to go',
      house.objects,
      (keys) => !keys.some((key) => before.includes(key.slice(-41))),
    );
    await owner.api.settings.removeAvatar.mutate();
    await owner.api.settings.removeAvatar.mutate();
    expect(await avatarOf(owner)).toBeNull();
    expect((await fetch(house.publicUrl + after)).status).toBe(404);
    await until(
      'the object to go',
      () => objectsOf(assetId),
      (keys) => keys.length === 0,
    );
  });

  it.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['an SVG', 'image_type', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', 'image_type', () => picture('#123456').gif().toBuffer()],
    [
      'half a picture',
      'image_damaged',
      async () =>
        (
          await sharp({
            create: {
              width: 90,
              height: 90,
              channels: 3,
              background: '#000',
              noise: { type: 'gaussian', mean: 99, sigma: 50 },
            },
          })
            .png()
            .toBuffer()
        ).subarray(0, 6_000),
    ],
    ['too many pixels', 'image_too_large', () => picture('#fff', 8_000, 6_001).png().toBuffer()],
  ])('is not taken of %s, with the reason, and nothing is left', async (_, reason, bytes) => {
    const { assetId, says } = await sayOfPicture(owner, await bytes());
    expect(says).toBe(reason);
    expect(await avatarOf(owner)).toBeNull();
    await until(
      'storage to be clear',
      () => objectsOf(assetId),
      (keys) => keys.length === 0,
    );
  });

  it('of two that are brought at once, one is shown and one object is left', async () => {
    const pictures = await Promise.all(
      ['#aa0000', '#00aa00'].map((colour) => picture(colour).png().toBuffer()),
    );
    await Promise.all(pictures.map((bytes) => sayOfPicture(owner, bytes).catch(() => null)));
    const url = await until('a picture', () => avatarOf(owner));
    await until(
      'one object',
      house.objects,
      (keys) =>
        keys.filter((key) => key.includes('avatars/')).length === 1 &&
        keys.every((key) => !key.startsWith('pending/')),
    );
    expect((await fetch(house.publicUrl + url)).status).toBe(200);
  });

  it('may be verified by two workers at once, and again later', async () => {
    const assetId = await bringPicture(owner, await picture('#777777').png().toBuffer());
    const { uploadId } = await owner.api.uploads.get.query({ assetId });
    await Promise.all([verifyUpload(house.ctx, { uploadId }), verifyUpload(house.ctx, { uploadId })]);
    await verifyUpload(house.ctx, { uploadId });
    expect(await avatarOf(owner)).toContain(assetId);
    expect(await objectsOf(assetId)).toEqual([`public/avatars/${assetId}.webp`]);
  });

  it('is nobody else’s to bring, and a film is never served as one', async () => {
    const stranger = await signIn(house, 'stranger@example.com');
    const { assetId } = await owner.api.settings.openAvatarUpload.mutate({
      contentType: 'image/png',
      sizeBytes: 10,
      sha256: 'a'.repeat(64),
    });
    expect(await codeOf(stranger.api.uploads.get.query({ assetId }))).toBe('NOT_FOUND');
    expect((await fetch(`${house.publicUrl}/api/images/avatars/${assetId}.webp`)).status).toBe(404);
    expect((await fetch(`${house.publicUrl}/api/images/avatars/${'x'.repeat(36)}.webp`)).status).toBe(404);
    const anyone = visitor(house).api.settings;
    expect(await codeOf(anyone.removeAvatar.mutate())).toBe('NOT_SIGNED_IN');
    for (const change of [{ sizeBytes: 8_000_001 }, { contentType: 'image/svg+xml' }, { sizeBytes: 0 }])
      expect(
        await codeOf(
          owner.api.settings.openAvatarUpload.mutate({
            contentType: 'image/png',
            sizeBytes: 10,
            sha256: 'a'.repeat(64),
            ...change,
          } as never),
        ),
      ).toBe('BAD_INPUT');
  });

  it('that is never brought is forgotten after a day', async () => {
    await house.sql`update assets set created_at = created_at - interval '25 hours' where state = 'awaiting_upload'`;
    const { expireUploads } = await import('@backlot/domain');
    await expireUploads(house.ctx);
    await expireUploads(house.ctx);
    expect(await house.sql`select 1 from uploads where state in ('granted', 'open')`).toHaveLength(0);
  });
});

describe('the profile page', () => {
  let browser: RunningBrowser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-pictures-'));
    await writeFile(join(folder, 'me.jpg'), await picture('#b0602a', 1_600, 1_200).jpeg().toBuffer());
    await writeFile(join(folder, 'drawing.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    browser = await openFreshBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes a name and a picture, says why it refuses one, and removes it after asking', async () => {
    const { page, troubles } = await watchedPage(browser.context);
    await signInOn(page, house, 'profile@example.com');
    await page.goto(`${house.publicUrl}/settings`);
    await page.getByRole('textbox', { name: /^Name/ }).fill('');
    await page.getByRole('button', { name: 'Save the name' }).click();
    await page.getByText('Write a name.').waitFor();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Noor on set');
    await page.keyboard.press('Enter');
    await page.getByText('The name is saved.').waitFor();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'drawing.png'));
    await page.getByText('This is no JPEG, PNG or WebP').waitFor();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'me.jpg'));
    await page.getByText('The new picture is shown.').waitFor();
    const shown = page.getByRole('img', { name: 'Your picture' });
    await until(
      'the picture',
      () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth),
      (width) => width === 512,
    );
    await shoot(page, 'profile-with-picture');
    await page.reload();
    await page.getByRole('textbox', { name: /^Name/ }).and(page.locator('[value="Noor on set"]')).waitFor();
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByText('The picture is removed.').waitFor();
    await page.getByRole('button', { name: 'Choose a picture' }).waitFor();
    noTroubles(troubles);
    await page.close();
  });
});
