import { v7 as uuidv7 } from 'uuid';
import { noCache } from './cache.ts';
import type { Ctx } from './context.ts';

/** A context on the real clock with real ids, for the start of a process. Without a cache everything is read anew. */
export function makeCtx(parts: Omit<Ctx, 'now' | 'newId' | 'cache'> & Partial<Pick<Ctx, 'cache'>>): Ctx {
  return { cache: noCache, ...parts, now: () => new Date(), newId: () => uuidv7() };
}
