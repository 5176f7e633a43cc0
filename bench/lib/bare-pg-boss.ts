/**
 * A worker of pg-boss with an empty handler. `LANES` workers take one job at a time and look for the next as soon as they are
 * done, woken by notification; without `LANES` it is pg-boss as it comes.
 */
import { PgBoss } from 'pg-boss';
import { bareQueue, bareSchema } from './job-names.ts';

const { DATABASE_URL, LANES, SCHEMA = bareSchema } = process.env;
const lanes = Number(LANES ?? 0);
const boss = new PgBoss({
  connectionString: DATABASE_URL,
  schema: SCHEMA,
  ...(lanes > 0 && { max: 6, useListenNotify: true }),
});
boss.on('error', () => {});
await boss.start();
await boss.createQueue(bareQueue, { notify: lanes > 0 });
if (lanes === 0) await boss.work(bareQueue, async () => {});
for (let lane = 0; lane < lanes; lane += 1) {
  const options = { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 3 };
  const laneId: string = await boss.work(bareQueue, options, async () => boss.notifyWorker(laneId));
}
process.once('SIGTERM', () => void boss.stop({ graceful: false }).then(() => process.exit(0)));
