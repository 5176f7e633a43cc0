import { setTimeout as sleep } from 'node:timers/promises';
import { BacklotError } from '@backlot/core';

export type Gathered<In, Out> = (item: In) => Promise<Out>;

type Waiting<In, Out> = { item: In; resolve(result: Out): void; reject(error: unknown): void };

/**
 * Lets callers that come at the same time share one run of some work, as a bus does: one run at a time, and whoever comes
 * while it is under way travels with the next. Alone, a caller waits for nobody. What a run costs whatever its size (round
 * trips, a commit to disk) is thereby paid once for many.
 *
 * A run that fails is repeated for each of its items alone, so that one bad item fails only its own caller; the work must
 * therefore bear to be repeated. A run that hangs is given up, so that it holds up nobody after it.
 * @param work answers for each item, in their order
 * @param options.itemsMax items of one run
 * @param options.patienceSeconds how long one run may take; then its callers get PROVIDER_UNAVAILABLE, and
 *   whatever becomes of it is not waited for
 */
export function gather<In, Out>(
  work: (items: In[]) => Promise<Out[]>,
  options: { itemsMax: number; patienceSeconds: number },
): Gathered<In, Out> {
  const waiting: Waiting<In, Out>[] = [];
  let running = false;

  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      // Those whose requests are read in this turn of the event loop are all on board before the run leaves.
      await new Promise(setImmediate);
      const group = waiting.splice(0, options.itemsMax);
      const giveUp = new AbortController();
      const late = sleep(options.patienceSeconds * 1_000, true, { signal: giveUp.signal }).catch(() => false);
      if (await Promise.race([settle(work, group), late])) {
        // Without effect on those who have their answer.
        for (const { reject } of group) reject(new BacklotError('PROVIDER_UNAVAILABLE'));
      }
      giveUp.abort();
    }
    running = false;
  };
  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void run();
    });
}

/** Never throws: every caller of the group is told. */
async function settle<In, Out>(
  work: (items: In[]) => Promise<Out[]>,
  group: Waiting<In, Out>[],
): Promise<void> {
  try {
    const results = await work(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as Out);
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error);
    else await Promise.all(group.map((one) => settle(work, [one])));
  }
}
