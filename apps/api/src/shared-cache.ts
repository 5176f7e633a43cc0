import { listen } from '@backlot/db';
import { type CacheTag, cacheChannel, memoryCache, type SharedCache } from '@backlot/domain';

/** So long an announcement that got lost can be felt. */
const keepMs = 30_000;
const entriesMax = 1_000;

/** The memory of this process for what is the same for everybody; what changes is announced by the database to all processes. */
export async function openSharedCache(
  databaseUrl: string,
): Promise<{ cache: SharedCache; close(): Promise<void> }> {
  const cache = memoryCache({ entriesMax, keepMs });
  const listening = await listen(databaseUrl, {
    name: 'backlot-api-cache',
    channel: cacheChannel,
    onPayload: (tag) => cache.forget(tag as CacheTag),
    onConnected: () => cache.forgetAll(),
  });
  return { cache, close: () => listening.close() };
}
