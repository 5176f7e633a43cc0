import type { Ctx } from './context.ts';

/** What an entry depends on. The database announces a tag when something of it changed (see the triggers of `cache_tags`). */
export type CacheTag = 'published';

/** The channel of LISTEN/NOTIFY on which tags are announced. */
export const cacheChannel = 'backlot_cache';

/**
 * What a shared entry is read with. There is no actor in it, so nothing that depends on who asks can be read: a verb that
 * needs a member does not take it.
 */
export type SharedCtx = Pick<Ctx, 'db' | 'settings' | 'now'>;

/** Something that is the same for everybody. Declared beside what reads it, where no request is in reach. */
export type SharedEntry<Input, Value> = {
  name: string;
  tags: readonly CacheTag[];
  keyOf(input: Input): string;
  load(ctx: SharedCtx, input: Input): Promise<Value>;
};

export type SharedCache = {
  /** The value, from memory or by the entry's own way. Who asks while it is being read waits for that reading. */
  read<Input, Value>(ctx: SharedCtx, entry: SharedEntry<Input, Value>, input: Input): Promise<Value>;
  /** What depends on a tag is not as it was. */
  forget(tag: CacheTag): void;
  /** Announcements may have been missed. */
  forgetAll(): void;
};

/** For processes that hear no announcements: everything is read anew. */
export const noCache: SharedCache = {
  read: (ctx, entry, input) => entry.load(sharedPart(ctx), input),
  forget: () => {},
  forgetAll: () => {},
};

type Kept = { value: unknown; tags: readonly CacheTag[]; untilMs: number };
type Flight = { promise: Promise<unknown>; turn: number };

/**
 * Read-through memory of one process, bounded, the least used first out. A reading that began before an announcement is
 * given to those who asked before it and never kept; who asks after it starts a new one.
 * @param options.keepMs how long a lost announcement can be felt, at most
 */
export function memoryCache(options: {
  entriesMax: number;
  keepMs: number;
  nowMs?: () => number;
}): SharedCache & { size(): number } {
  const { entriesMax, keepMs, nowMs = () => performance.now() } = options;
  const kept = new Map<string, Kept>();
  const flights = new Map<string, Flight>();
  const turns = new Map<CacheTag, number>();
  let allTurns = 0;
  // Grows with every announcement that concerns the tags, and with nothing else.
  const turnOf = (tags: readonly CacheTag[]) =>
    tags.reduce((sum, tag) => sum + (turns.get(tag) ?? 0), allTurns);

  const keep = (key: string, entry: Kept) => {
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= entriesMax) break;
      kept.delete(oldest);
    }
  };
  return {
    async read(ctx, entry, input) {
      const key = `${entry.name}:${entry.keyOf(input)}`;
      const known = kept.get(key);
      if (known && known.untilMs > nowMs()) {
        keep(key, known);
        return known.value as Awaited<ReturnType<typeof entry.load>>;
      }
      const turn = turnOf(entry.tags);
      const flight = flights.get(key);
      if (flight?.turn === turn) return flight.promise as ReturnType<typeof entry.load>;
      const promise = entry.load(sharedPart(ctx), input);
      const mine: Flight = { promise, turn };
      flights.set(key, mine);
      try {
        const value = await promise;
        if (turnOf(entry.tags) === turn) keep(key, { value, tags: entry.tags, untilMs: nowMs() + keepMs });
        return value;
      } finally {
        if (flights.get(key) === mine) flights.delete(key);
      }
    },
    forget(tag) {
      turns.set(tag, (turns.get(tag) ?? 0) + 1);
      for (const [key, { tags }] of kept) if (tags.includes(tag)) kept.delete(key);
    },
    forgetAll() {
      allTurns += 1;
      kept.clear();
    },
    size: () => kept.size,
  };
}

/** Not the type alone: what is not handed over cannot be reached. */
const sharedPart = ({ db, settings, now }: SharedCtx): SharedCtx => ({ db, settings, now });
