import { meterNames } from '@backlot/core';
import { type Connection, connect, tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Ctx, inTransaction } from '../context.ts';
import { openTestCtx } from '../testing.ts';
import { recordUsage } from './record-usage.ts';
import { rollUp } from './roll-up.ts';
import { memberNumber, totalsAndTruth, usageRecord } from './testing.ts';

let ctx: Ctx;
let close: () => Promise<void>;
/** Connections for transactions that stay open. */
let writers: Connection;

beforeAll(async () => {
  const opened = await openTestCtx('roll-up-test');
  ctx = opened.ctx;
  writers = connect(opened.url, { max: 12, name: 'roll-up-writers' });
  close = async () => {
    await writers.close();
    await opened.close();
  };
});
afterAll(() => close());
beforeEach(async () => {
  await ctx.db.execute(sql`truncate usage_records, usage_keys, usage_pending, usage_totals, quota_checks`);
});

const aDayMs = 24 * 3_600_000;

/** What may be told of one fact: whose, of what, how much, how late; a key of few, so that some come again. */
const fact = fc.record({
  key: fc.integer({ min: 0, max: 60 }),
  member: fc.integer({ min: 1, max: 3 }),
  meter: fc.constantFrom(...meterNames.slice(0, 4)),
  quantity: fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.constant(2n ** 45n)),
  agoMs: fc.oneof(fc.nat(3 * 3_600_000), fc.nat(34 * aDayMs)),
});
/** A writer that commits (or fails) only after so many roll-ups. */
const writer = fc.record({
  facts: fc.array(fact, { minLength: 1, maxLength: 6 }),
  holdsFor: fc.nat(3),
  fails: fc.boolean(),
});

it('neither misses nor doubles what commits late, comes twice or is rolled up by two', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(writer, { minLength: 1, maxLength: 10 }), async (story) => {
      await ctx.db.execute(sql`truncate usage_records, usage_keys, usage_pending, usage_totals`);
      const now = Date.now();
      const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
      const done = story.map(({ facts, holdsFor, fails }, place) => {
        const records = facts.map(({ key, member, agoMs, ...rest }) =>
          // Two that wait for each other's key would never meet a gate: each writer has keys of its own, and repeats them.
          usageRecord(`${place}:${key % 3}`, {
            ...rest,
            memberId: memberNumber(member),
            happenedAt: new Date(now - agoMs),
          }),
        );
        return inTransaction({ ...ctx, db: writers.db }, async (txCtx) => {
          await recordUsage(txCtx, records);
          await gates[holdsFor]?.promise;
          if (fails) throw new Error('fails');
        }).catch((error: Error) => {
          if (error.message !== 'fails') throw error;
        });
      });
      for (const gate of gates) {
        await Promise.all([rollUp(ctx), rollUp(ctx)]);
        gate.resolve();
      }
      await Promise.all([...done, rollUp(ctx)]);
      await rollUp(ctx);
      const { totals, truth } = await totalsAndTruth(ctx);
      expect(totals).toEqual(truth);
    }),
    { numRuns: 25 },
  );
});

it('adds nothing when nothing is new, and only what is new when something is', async () => {
  const one = (key: string) =>
    inTransaction(ctx, (txCtx) => recordUsage(txCtx, [usageRecord(key, { quantity: 3n })]));
  await one('a');
  expect(await rollUp(ctx)).toEqual({ records: 1 });
  expect(await rollUp(ctx)).toEqual({ records: 0 });
  await one('b');
  expect(await rollUp(ctx)).toEqual({ records: 1 });
  const totals = await ctx.db.select().from(tables.usageTotals);
  expect(totals.filter(({ grain }) => grain === 'month').map(({ quantity }) => quantity)).toEqual([6n]);
  expect(await ctx.db.select().from(tables.quotaChecks)).toEqual([{ memberId: memberNumber(1) }]);
});

it('adds beyond what eight bytes hold', async () => {
  const much = ['a', 'b', 'c'].map((key) =>
    usageRecord(key, { meter: 'storage.byte_seconds', quantity: 2n ** 62n }),
  );
  await inTransaction(ctx, (txCtx) => recordUsage(txCtx, much));
  await rollUp(ctx);
  const totals = await ctx.db.select().from(tables.usageTotals);
  expect(totals.map(({ quantity }) => quantity)).toEqual(Array(3).fill(3n * 2n ** 62n));
});

it('takes a queue of many pages page by page', { timeout: 60_000 }, async () => {
  await ctx.db.execute(sql`
    insert into usage_records (key, member_id, meter, quantity, happened_at, recorded_at)
    select 'k' || n, ${memberNumber(1)}::uuid, 'egress.bytes', n, now() - n * interval '1 second', now()
    from generate_series(1, 150000) as n`);
  await ctx.db.execute(
    sql`insert into usage_pending select member_id, meter, quantity, happened_at from usage_records`,
  );
  const [queue] = await ctx.db.execute<{ pages: number }>(
    sql`select (pg_relation_size('usage_pending') / current_setting('block_size')::int)::int as pages`,
  );
  // More than one transaction empties.
  expect(queue?.pages).toBeGreaterThan(1_250);
  expect(await rollUp(ctx)).toEqual({ records: 150_000 });
  const { totals, truth } = await totalsAndTruth(ctx);
  expect(totals).toEqual(truth);
});
