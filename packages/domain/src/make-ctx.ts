import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from './context.ts';

/** A context on the real clock with real ids, for the start of a process. */
export function makeCtx(parts: Omit<Ctx, 'now' | 'newId'>): Ctx {
  return { ...parts, now: () => new Date(), newId: () => uuidv7() };
}
