import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CacheTag, memoryCache, noCache, type SharedCtx, type SharedEntry } from './cache.ts';
import { listCampaigns } from './campaigns/view.ts';
import type { Ctx, MemberCtx } from './context.ts';

const ctx = { actor: { kind: 'member', email: 'reader@example.com' } } as MemberCtx;

/** An entry whose readings end when the test says so. */
function held() {
  const ends: ((value: string) => void)[] = [];
  const entry: SharedEntry<string, string> = {
    name: 'held',
    tags: ['published'],
    keyOf: (input) => input,
    load: () => new Promise((resolve) => ends.push(resolve)),
  };
  return { entry, ends };
}

it('reads a slow thing once for everybody who asks meanwhile, and then not at all', async () => {
  const cache = memoryCache({ entriesMax: 10, keepMs: 1_000 });
  const { entry, ends } = held();
  const asked = Array.from({ length: 50 }, () => cache.read(ctx, entry, 'a'));
  expect(ends).toHaveLength(1);
  ends[0]?.('one');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['one']));
  expect(await cache.read(ctx, entry, 'a')).toBe('one');
  expect(ends).toHaveLength(1);
});

it('never keeps a reading that began before an announcement, nor lets it overwrite a newer one', async () => {
  const cache = memoryCache({ entriesMax: 10, keepMs: 1_000 });
  const { entry, ends } = held();
  const before = cache.read(ctx, entry, 'a');
  cache.forget('published');
  const after = cache.read(ctx, entry, 'a');
  expect(ends).toHaveLength(2);
  ends[1]?.('new');
  expect(await after).toBe('new');
  ends[0]?.('old');
  expect(await before).toBe('old');
  expect(await cache.read(ctx, entry, 'a')).toBe('new');
  cache.forgetAll();
  void cache.read(ctx, entry, 'a');
  expect(ends).toHaveLength(3);
});

it('keeps no failure, nothing beyond its time, and no more than its bound', async () => {
  let now = 0;
  let loads = 0;
  const cache = memoryCache({ entriesMax: 3, keepMs: 1_000, nowMs: () => now });
  const entry: SharedEntry<number, number> = {
    name: 'count',
    tags: [],
    keyOf: String,
    load: async (_, input) => {
      loads += 1;
      if (input < 0) throw new Error('no');
      return loads;
    },
  };
  await expect(cache.read(ctx, entry, -1)).rejects.toThrow('no');
  await expect(cache.read(ctx, entry, -1)).rejects.toThrow('no');
  expect(loads).toBe(2);
  const first = await cache.read(ctx, entry, 0);
  now = 999;
  expect(await cache.read(ctx, entry, 0)).toBe(first);
  now = 1_000;
  expect(await cache.read(ctx, entry, 0)).toBe(first + 1);
  for (let key = 1; key < 20; key += 1) {
    await cache.read(ctx, entry, 0);
    await cache.read(ctx, entry, key);
    expect(cache.size()).toBeLessThanOrEqual(3);
  }
  // The one that was asked for all the time is still there.
  expect(await cache.read(ctx, entry, 0)).toBe(first + 1);
});

it('answers nothing older than the last announcement before the question, whatever the order of things', async () => {
  const acts = fc.array(fc.constantFrom('ask', 'change', 'end first', 'end last'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const cache = memoryCache({ entriesMax: 2, keepMs: 1e9 });
      let version = 0;
      const open: (() => void)[] = [];
      const entry: SharedEntry<null, number> = {
        name: 'version',
        tags: ['published'],
        keyOf: () => '',
        load: () => {
          const read = version;
          return new Promise((resolve) => open.push(() => resolve(read)));
        },
      };
      const answers: Promise<void>[] = [];
      for (const act of all) {
        if (act === 'change') {
          version += 1;
          cache.forget('published');
        } else if (act === 'ask') {
          const least = version;
          answers.push(
            cache.read(ctx, entry, null).then((value) => expect(value).toBeGreaterThanOrEqual(least)),
          );
        } else {
          (act === 'end first' ? open.shift() : open.pop())?.();
        }
        await Promise.resolve();
      }
      for (const end of open) end();
      await Promise.all(answers);
    }),
  );
});

it('hands nobody over who asks, by type or in fact', async () => {
  const entry: SharedEntry<null, string> = {
    name: 'spy',
    tags: [] satisfies CacheTag[],
    keyOf: () => '',
    load: async (shared) => Object.keys(shared).sort().join(),
  };
  for (const cache of [noCache, memoryCache({ entriesMax: 1, keepMs: 1 })])
    expect(await cache.read(ctx, entry, null)).toBe('db,now,settings');
  // @ts-expect-error a verb of a member does not take what a shared entry is read with
  const personal: (shared: SharedCtx) => unknown = listCampaigns;
  // @ts-expect-error and who asks cannot be asked for
  const actorOf = (shared: SharedCtx): Ctx['actor'] => shared.actor;
  expect([personal, actorOf]).toHaveLength(2);
});
