import { migrate } from '@backlot/db';
import type { Ctx } from '@backlot/domain';
import { openCtxOn } from '@backlot/domain/testing';

/** A context for verbs of usage on a database that it brings up to date. */
export async function openUsage(
  url: string,
  options: { connections?: number } = {},
): Promise<{ ctx: Ctx; close(): Promise<void> }> {
  await migrate(url);
  return openCtxOn(url, { name: 'bench', connections: options.connections ?? 4 });
}
