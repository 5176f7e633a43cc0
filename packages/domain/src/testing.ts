import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import type { Ctx } from './context.ts';
import { makeCtx } from './make-ctx.ts';
import { openQueue } from './queue.ts';

/** A context on a database that is up to date, for verbs that call nobody outside. Jobs are queued and lie there. */
export async function openCtxOn(
  url: string,
  { name, connections }: { name: string; connections: number },
): Promise<{ ctx: Ctx; close(): Promise<void> }> {
  const connection = connect(url, { max: connections, name });
  const queue = await openQueue({ url, role: 'producer', onError: () => {} });
  const ctx = makeCtx({
    db: connection.db,
    queue: queue.queue,
    ports: {} as Ctx['ports'],
    settings: { publicUrl: 'http://localhost', linkSecret: 'x'.repeat(32) },
    actor: { kind: 'system' },
  });
  return {
    ctx,
    async close() {
      await queue.close();
      await connection.close();
    },
  };
}

/** The same on a database of its own, for a test. */
export async function openTestCtx(
  name: string,
  options: { connections?: number } = {},
): Promise<{ ctx: Ctx; url: string; close(): Promise<void> }> {
  const database = await testDatabase();
  const { ctx, close } = await openCtxOn(database.url, { name, connections: options.connections ?? 8 });
  return {
    ctx,
    url: database.url,
    async close() {
      await close();
      await database.drop();
    },
  };
}
