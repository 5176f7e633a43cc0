import { setImmediate as turn } from 'node:timers/promises';
import type { ObjectStore, StoredPart } from '@backlot/core';
import { expect, it } from 'vitest';
import { archivePartBytes, partSender } from './part-sender.ts';

const place = { key: 'videos/a/b.mp4', multipartId: 'm1' };

/** Storage that takes parts when the test lets it. */
function slowStorage(fails: (number: number) => boolean = () => false) {
  const state = {
    taken: [] as { number: number; first: number | undefined; sizeBytes: number }[],
    underWay: 0,
    most: 0,
  };
  const objects = {
    async putPart({ number, bytes }: { number: number; bytes: Uint8Array }): Promise<StoredPart> {
      state.underWay += 1;
      state.most = Math.max(state.most, state.underWay);
      await turn();
      state.underWay -= 1;
      if (fails(number)) throw new Error(`part ${number} failed`);
      state.taken.push({ number, first: bytes[0], sizeBytes: bytes.byteLength });
      return { number, sizeBytes: bytes.byteLength, etag: `"${number}"` } as StoredPart;
    },
  } as unknown as ObjectStore;
  return { objects, state };
}

it('sends parts of one size and what is left, each with its own bytes, in the memory of four', async () => {
  const { objects, state } = slowStorage();
  let opened = 0;
  const where = async () => {
    opened += 1;
    return place;
  };
  const sender = partSender(objects, where, 3);
  // Ten half parts and a bit: every byte says of which part it is.
  for (let half = 0; half < 10; half += 1)
    await sender.take(Buffer.alloc(archivePartBytes / 2, Math.floor(half / 2)));
  await sender.take(Buffer.alloc(7, 5));
  const parts = await sender.end();
  const numbers = [3, 4, 5, 6, 7, 8];
  expect(parts.map(({ number }) => number).toSorted()).toEqual(numbers);
  expect(state.taken.toSorted((a, b) => a.number - b.number)).toEqual(
    numbers.map((number, index) => ({ number, first: index, sizeBytes: index < 5 ? archivePartBytes : 7 })),
  );
  expect(state.most).toBeLessThanOrEqual(4);
  expect(opened).toBe(6);
});

it('sends no empty part after the last whole one, and none of nothing', async () => {
  const { objects, state } = slowStorage();
  const whole = partSender(objects, async () => place, 1);
  await whole.take(Buffer.alloc(archivePartBytes));
  expect(await whole.end()).toHaveLength(1);
  const nothing = partSender(objects, () => Promise.reject(new Error('nothing is to be opened')), 1);
  expect(await nothing.end()).toEqual([]);
  expect(state.taken.map(({ sizeBytes }) => sizeBytes)).toEqual([archivePartBytes]);
});

it.each([1, 2, 6])('never calls a file whole of which part %i failed', async (failing) => {
  const { objects } = slowStorage((number) => number === failing);
  const sender = partSender(objects, async () => place, 1);
  const run = async () => {
    for (let part = 0; part < 6; part += 1) await sender.take(Buffer.alloc(archivePartBytes));
    return sender.end();
  };
  await expect(run()).rejects.toThrow(`part ${failing} failed`);
  // Whoever clears up afterwards waits for what is under way and hears nothing of it.
  await sender.settle();
});
