import { BacklotError, type LimitName } from '@backlot/core';
import { appRouter } from './router.ts';
import type { ProcedureMeta } from './trpc.ts';

/** By its full path, as tRPC itself looks it up; the type of the router says it as a tree. */
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>;

const limitOf = new Map(
  Object.entries(procedures).map(([path, { _def }]) => [path, _def.meta?.limit ?? 'calls'] as const),
);

/**
 * Which limits the calls of a request count against, and how often: a batch of ten is ten calls. Reads the address as
 * tRPC does, or more widely (slashes around the path), so that no spelling of a call passes by its limit.
 */
export function callsOf(address: string): Map<LimitName, number> {
  const { pathname, searchParams } = new URL(address);
  const path = decoded(pathname.slice('/api/trpc'.length)).replaceAll(/^\/+|\/+$/g, '');
  const names = searchParams.get('batch') === '1' ? path.split(',') : [path];
  const asked = new Map<LimitName, number>();
  for (const name of names) {
    const limit = limitOf.get(name) ?? 'calls';
    asked.set(limit, (asked.get(limit) ?? 0) + 1);
  }
  return asked;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new BacklotError('BAD_INPUT');
  }
}
