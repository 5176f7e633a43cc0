import { createElement, Suspense, use } from 'react';
import { renderToReadableStream } from 'react-dom/server';
import { expect, it } from 'vitest';
import { once } from './once.ts';

it('is fetched once', async () => {
  let fetched = 0;
  const page = once(async () => ++fetched);
  const first = page();
  expect(page()).toBe(first);
  expect(await first).toBe(1);
  expect(page()).toBe(first);
  expect(fetched).toBe(1);
});

it('is asked for again after it could not be had', async () => {
  let fetched = 0;
  const page = once(async () => {
    if (++fetched === 1) throw new Error('the line was cut');
    return fetched;
  });
  await expect(page()).rejects.toThrow('cut');
  expect(await page()).toBe(2);
});

const drawn = async (part: () => unknown) => {
  const stream = await renderToReadableStream(
    createElement(Suspense, null, createElement(part as () => string)),
  );
  await stream.allReady;
  return (await new Response(stream).text()).replaceAll(/<!--.*?-->/g, '');
};

it('gives each its own where a component waits for several, one after the other', async () => {
  const soon = once(() => new Promise<string>((done) => setTimeout(done, 5, 'soon')));
  const later = once(() => new Promise<string>((done) => setTimeout(done, 25, 'later')));
  expect(await drawn(() => `${use(soon())} and ${use(later())}`)).toContain('soon and later');
});

it('holds nobody up who asks when it is here', async () => {
  const here = once(async () => 'here');
  await here();
  let drawings = 0;
  const part = () => {
    drawings += 1;
    return use(here());
  };
  expect(await drawn(part)).toContain('here');
  expect(drawings).toBe(1);
});
