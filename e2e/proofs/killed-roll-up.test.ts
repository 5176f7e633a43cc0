import { meterNames } from '@backlot/core';
import { inTransaction, recordUsage, rollUp } from '@backlot/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';
import { randomFrom, seed } from './lib/random.ts';
import { report, sized } from './lib/scale.ts';

const kills = sized(3, 40);
const recordsBetween = 400;
const aDayMs = 24 * 3_600_000;

let grounds: Grounds;

beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds?.close());

/** How many rows of the totals differ from one `GROUP BY` over every record, on either side. */
async function differences(): Promise<number> {
  const [row] = await grounds.sql`
    with truth as (
      select grain, date_trunc(grain, happened_at, 'UTC') as starts_at, member_id, meter, sum(quantity) as quantity
      from usage_records cross join (values ('hour'), ('day'), ('month')) as period (grain)
      group by 1, 2, 3, 4
    ), totals as (select grain, starts_at, member_id, meter, quantity from usage_totals)
    select ((select count(*) from (select * from truth except select * from totals) as missed)
      + (select count(*) from (select * from totals except select * from truth) as doubled))::int as n`;
  return row?.n;
}

it('changes no total by killing workers in the middle of a roll-up', { timeout: 600_000 }, async () => {
  const { ctx, sql } = grounds;
  const random = randomFrom(seed);
  const startedMs = performance.now();
  const tell = (from: number) =>
    inTransaction(ctx, (txCtx) =>
      recordUsage(
        txCtx,
        Array.from({ length: recordsBetween }, (_, index) => ({
          // Every tenth has come before.
          key: `fact:${index % 10 === 0 ? Math.max(0, from - index) : from + index}`,
          memberId: `00000000-0000-7000-8000-00000000000${random.between(1, 5)}`,
          meter: random.pick(meterNames),
          quantity: BigInt(random.between(1, 1_000)),
          happenedAt: new Date(Date.now() - random.between(0, random.pick([3_600_000, 34 * aDayMs]))),
        })),
      ),
    );
  await tell(0);
  await rollUp(ctx);
  for (let kill = 1; kill <= kills; kill += 1) {
    await tell(kill * recordsBetween);
    const worker = await grounds.startWorker();
    // The worker has taken its records out of the queue and stands before a total that this transaction holds.
    await sql.begin(async (held) => {
      await held`select 1 from usage_totals where grain = 'month' for update`;
      await inTransaction(ctx, ({ queue, tx }) => queue.enqueue(tx, 'usage.roll-up', {}));
      await until(
        'a roll-up in its middle',
        () => sql`
          select 1 from pg_stat_activity where application_name = 'backlot-worker' and wait_event_type = 'Lock'
            and datname = current_database()`,
        (rows) => rows.length === 1,
      );
      await worker.kill();
      await tell(kill * recordsBetween + 100_000);
    });
    const [waiting] = await sql`select count(*)::int as n from usage_pending`;
    expect(waiting?.n).toBeGreaterThan(recordsBetween);
  }
  expect(await differences()).toBeGreaterThan(0);
  await grounds.startWorker();
  await until(
    'the killed job to be done by another worker',
    () => sql`select 1 from usage_pending limit 1`,
    (rows) => rows.length === 0,
    60_000,
  );
  expect(await differences()).toBe(0);
  const [records] = await sql`select count(*)::int as n from usage_records`;
  report('killed-roll-up', {
    seed,
    kills,
    records: records?.n,
    differences: 0,
    'whole s': Math.round((performance.now() - startedMs) / 1_000),
  });
});
