import { randomUUID } from 'node:crypto';
import type { Transaction } from '@backlot/db';
import { sql as sqlTag } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { heartbeatSeconds, type JobName, type JobPayload, jobs } from './jobs.ts';

/** Where jobs are put. They become visible when the caller's transaction commits, and never otherwise. */
export type JobQueue = {
  enqueue<N extends JobName>(
    tx: Transaction,
    name: N,
    payload: JobPayload<N>,
    options?: { startAfter?: Date },
  ): Promise<void>;
  /** Several jobs of one kind in one statement. @returns their ids, in their order */
  enqueueAll<N extends JobName>(
    tx: Transaction,
    name: N,
    payloads: readonly JobPayload<N>[],
  ): Promise<string[]>;
  /** Takes back jobs that the same transaction put in. */
  withdraw(tx: Transaction, name: JobName, jobIds: string[]): Promise<void>;
};

/**
 * Connects to the queue in the database and makes sure that every declared queue exists as declared.
 * @param role `producer` only puts jobs in; `worker` also runs pg-boss's upkeep and schedules
 */
export async function openQueue(options: {
  url: string;
  role: 'producer' | 'worker';
  onError(error: Error): void;
}): Promise<{ boss: PgBoss; queue: JobQueue; close(): Promise<void> }> {
  const worker = options.role === 'worker';
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: `backlot-queue-${options.role}`,
    max: worker ? 6 : 2,
    supervise: worker,
    schedule: worker,
    useListenNotify: worker,
    // Dead workers are looked for this often, so that a killed job starts again within twice its heartbeat: it is
    // missed after one, found 2 s later, waits its first delay of 2 s and is fetched by the next poll after 3 s.
    monitorIntervalSeconds: 2,
    superviseIntervalSeconds: 2,
    cronMonitorIntervalSeconds: 10,
  });
  // What its workers throw, pg-boss hands on as a plain object; a log needs name, code and stack.
  boss.on('error', (error: object) =>
    options.onError(error instanceof Error ? error : Object.assign(new Error(), error)),
  );
  await boss.start();
  await declareQueues(boss);
  return { boss, queue: queueOn(boss), close: () => boss.stop({ graceful: true, timeout: 20_000 }) };
}

function queueOn(boss: PgBoss): JobQueue {
  return {
    async enqueue(tx, name, payload, enqueueOptions) {
      const data = jobs[name].payload.parse(payload);
      await boss.send(name, data, {
        db: fromDrizzle(tx, sqlTag),
        ...(enqueueOptions?.startAfter ? { startAfter: enqueueOptions.startAfter } : {}),
      });
    },
    async enqueueAll(tx, name, payloads) {
      const rows = payloads.map((payload) => ({ id: randomUUID(), data: jobs[name].payload.parse(payload) }));
      await boss.insert(name, rows, { db: fromDrizzle(tx, sqlTag) });
      return rows.map(({ id }) => id);
    },
    async withdraw(tx, name, jobIds) {
      await boss.deleteJob(name, jobIds, { db: fromDrizzle(tx, sqlTag) });
    },
  };
}

async function declareQueues(boss: PgBoss): Promise<void> {
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [name, job] of Object.entries(jobs)) {
    const options = {
      retryLimit: job.retryLimit,
      retryDelay: job.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: job.retryDelayMaxSeconds,
      expireInSeconds: job.expireInSeconds,
      heartbeatSeconds,
      notify: true,
    };
    if (existing.has(name)) await boss.updateQueue(name, options);
    else await boss.createQueue(name, options);
  }
}
