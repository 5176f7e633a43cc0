import { connect, migrate } from '@backlot/db';
import { type Ctx, makeCtx, openQueue } from '@backlot/domain';

/** A context for verbs of usage on a database that it brings up to date. They call nobody outside. */
export async function openUsage(
  url: string,
  options: { connections?: number } = {},
): Promise<{ ctx: Ctx; close(): Promise<void> }> {
  await migrate(url);
  const connection = connect(url, { max: options.connections ?? 4, name: 'bench' });
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
