import { expect, it } from 'vitest';
import { once } from './once.ts';

it('is fetched once, and is at hand from then on', async () => {
  let fetched = 0;
  const page = once(async () => ++fetched);
  expect(page.ready()).toBeUndefined();
  const first = page.load();
  expect(page.load()).toBe(first);
  expect(await first).toBe(1);
  expect(page.ready()).toBe(1);
  expect(await page.load()).toBe(1);
});

it('is asked for again after it could not be had', async () => {
  let fetched = 0;
  const page = once(async () => {
    if (++fetched === 1) throw new Error('the line was cut');
    return fetched;
  });
  await expect(page.load()).rejects.toThrow('cut');
  expect(page.ready()).toBeUndefined();
  expect(await page.load()).toBe(2);
});
