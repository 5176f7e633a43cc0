import { describeError } from '@backlot/core';
import { connect, migrate } from '@backlot/db';
import { makeCtx, openQueue } from '@backlot/domain';
import { connectPorts, exceptionsIn, openLog } from '@backlot/providers';
import type { WorkerConfig } from './config.ts';
import { startWork } from './work.ts';

/**
 * Starts a worker process: database, queue, ports, handlers.
 * @returns a function that lets running jobs end, hands back what does not, and closes everything
 */
export async function startWorker(config: WorkerConfig): Promise<{ stop(): Promise<void> }> {
  const log = openLog(config.logLevel, 'worker');
  await migrate(config.databaseUrl);
  const connection = connect(config.databaseUrl, { max: 10, name: 'backlot-worker', plans: 'fresh' });
  const queue = await openQueue({
    url: config.databaseUrl,
    role: 'worker',
    onError: (error) => log.warn({ error: describeError(error) }, 'queue'),
  });
  const exceptions = exceptionsIn(config.providers.downloads);
  if (exceptions) log.warn(exceptions, 'downloads may reach hosts that they usually may not');
  const ports = connectPorts(config.providers);
  const ctx = makeCtx({
    db: connection.db,
    queue: queue.queue,
    ports,
    settings: { publicUrl: config.publicUrl, linkSecret: config.signInSecret },
    actor: { kind: 'system' },
  });
  await startWork(queue.boss, ctx, log);
  log.info('working');
  return {
    async stop() {
      await queue.close();
      ports.close();
      await connection.close();
    },
  };
}
