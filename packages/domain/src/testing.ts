import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import type { Ctx } from './context.ts';
import { makeCtx } from './make-ctx.ts';
import { openQueue } from './queue.ts';

/** A context on a database of its own, for tests of verbs that call nobody outside. Jobs are queued and lie there. */
export async function openTestCtx(
  name: string,
  options: { connections?: number } = {},
): Promise<{ ctx: Ctx; url: string; close(): Promise<void> }> {
  const database = await testDatabase();
  const connection = connect(database.url, { max: options.connections ?? 8, name });
  const queue = await openQueue({ url: database.url, role: 'producer', onError: () => {} });
  const ctx = makeCtx({
    db: connection.db,
    queue: queue.queue,
    ports: {} as Ctx['ports'],
    settings: { publicUrl: 'http://localhost', linkSecret: 'x'.repeat(32) },
    actor: { kind: 'system' },
  });
  return {
    ctx,
    url: database.url,
    async close() {
      await queue.close();
      await connection.close();
      await database.drop();
    },
  };
}
