import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

/** Doubles numbers, a while later, and notes how they came. */
function doubling(fails: (items: number[]) => boolean = () => false) {
  const runs: number[][] = [];
  let running = 0;
  let runningMost = 0;
  const work = async (items: number[]) => {
    runs.push(items);
    runningMost = Math.max(runningMost, ++running);
    await sleep(1);
    running -= 1;
    if (fails(items)) throw new Error(`no ${items.join(' ')}`);
    return items.map((item) => item * 2);
  };
  return { work, runs, runningMost: () => runningMost };
}

describe('callers that come together', () => {
  it('share the next run while one is under way', async () => {
    const { work, runs } = doubling();
    const double = gather(work, { itemsMax: 10, patienceSeconds: 5 });
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
    expect(runs).toEqual([[1, 2, 3, 4]]);
    const early = double(5);
    await sleep(0);
    expect(await Promise.all([early, double(6), double(7)])).toEqual([10, 12, 14]);
    expect(runs.slice(1)).toEqual([[5], [6, 7]]);
  });

  it('each get their own answer, one run at a time and none too large', async () => {
    const items = fc.array(fc.integer(), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (items, itemsMax) => {
        const { work, runs, runningMost } = doubling();
        const double = gather(work, { itemsMax, patienceSeconds: 5 });
        expect(await Promise.all(items.map(double))).toEqual(items.map((item) => item * 2));
        expect(runningMost()).toBeLessThanOrEqual(1);
        expect(Math.max(0, ...runs.map((run) => run.length))).toBeLessThanOrEqual(itemsMax);
      }),
      { numRuns: 30 },
    );
  });

  it('do not pay for the bad one among them', async () => {
    const { work } = doubling((items) => items.includes(3));
    const double = gather(work, { itemsMax: 10, patienceSeconds: 5 });
    const results = await Promise.allSettled([1, 2, 3, 4].map(double));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      2,
      4,
      'failed',
      8,
    ]);
  });

  it('are let go when their run hangs, and those after them too', async () => {
    const work = (items: number[]) =>
      items.includes(1) ? new Promise<number[]>(() => {}) : Promise.resolve(items);
    const same = gather(work, { itemsMax: 10, patienceSeconds: 0.05 });
    const stuck = expect(same(1)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await sleep(5);
    expect(await same(2)).toBe(2);
    await stuck;
  });
});
