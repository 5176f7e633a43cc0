import { BacklotError, describeError } from '@backlot/core';
import { type Ctx, type JobName, jobs } from '@backlot/domain';
import type { Logger } from '@backlot/providers';
import type { Job, PgBoss } from 'pg-boss';
import { type Handler, handlers } from './handlers/index.ts';
import { schedules } from './schedules.ts';

/** Registers every handler and schedule. A queue without a handler, or the other way round, stops the boot. */
export async function startWork(boss: PgBoss, ctx: Ctx, log: Logger): Promise<void> {
  for (const name of Object.keys(jobs) as JobName[]) await workOn(boss, ctx, log, name);
  for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron, {});
}

async function workOn<N extends JobName>(boss: PgBoss, ctx: Ctx, log: Logger, name: N): Promise<void> {
  const handler = handlers[name] as Handler<N> | undefined;
  if (!handler) throw new Error(`no handler for ${name}`);
  for (let lane = 0; lane < jobs[name].concurrency; lane += 1) await openLane(boss, ctx, log, name, handler);
}

/** One job at a time; as many lanes as the job's concurrency work side by side. */
async function openLane<N extends JobName>(
  boss: PgBoss,
  ctx: Ctx,
  log: Logger,
  name: N,
  handler: Handler<N>,
): Promise<void> {
  const { payload } = jobs[name];
  const laneId = await boss.work(
    name,
    { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 3 },
    async ([job]: Job<unknown>[]) => {
      if (!job) return;
      const started = performance.now();
      try {
        await handler(ctx, payload.parse(job.data) as Parameters<Handler<N>>[1]);
        log.info(
          { job: name, jobId: job.id, durationMs: Math.round(performance.now() - started) },
          'job done',
        );
      } catch (error) {
        const code = error instanceof BacklotError ? error.code : 'INTERNAL';
        log.warn({ job: name, jobId: job.id, code, error: describeError(error) }, 'job failed');
        // What the queue keeps of a failure is its code: a vendor's message may name a person.
        throw new Error(code);
      } finally {
        // Where one job was, the next may be waiting. pg-boss would sleep out its interval first.
        boss.notifyWorker(laneId);
      }
    },
  );
}
