import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { signIn } from './lib/person.ts';
import { publish } from './lib/road.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const example = fileURLToPath(new URL('../docs/examples/published.ts', import.meta.url));
const run = async () => (await promisify(execFile)(process.execPath, [example, house.publicUrl])).stdout;

it('serves the typed client of the documentation', async () => {
  expect(await run()).toBe('');
  const owner = await signIn(house, 'owner@example.com');
  const slug = await publish(
    house,
    owner,
    filmBytes('sample.mp4'),
    await promiseOf(filmBytes('sample.mp4'), 'sample.mp4'),
  );
  expect(await run()).toBe(`Night on the quay by The night crew, 1 s: ${house.publicUrl}/c/${slug}\n`);
});
