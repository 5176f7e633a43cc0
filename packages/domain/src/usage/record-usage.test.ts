import { tables } from '@backlot/db';
import { count, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ctx, inTransaction } from '../context.ts';
import { openTestCtx } from '../testing.ts';
import { makePartitions } from './make-partitions.ts';
import { recordUsage } from './record-usage.ts';
import { memberNumber, usageRecord } from './testing.ts';

let ctx: Ctx;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ ctx, close } = await openTestCtx('record-usage-test'));
});
afterAll(() => close());
beforeEach(async () => {
  await ctx.db.execute(sql`truncate usage_records, usage_keys, usage_pending`);
});

const aDayMs = 24 * 3_600_000;
const record = (...records: Parameters<typeof recordUsage>[1]) =>
  inTransaction(ctx, (txCtx) => recordUsage(txCtx, records));
const kept = () => ctx.db.select().from(tables.usageRecords).orderBy(tables.usageRecords.key);
const rows = async () => {
  const [records] = await ctx.db.select({ n: count() }).from(tables.usageRecords);
  const [pending] = await ctx.db.select({ n: count() }).from(tables.usagePending);
  return { records: records?.n, pending: pending?.n };
};

describe('a record', () => {
  it('counts once, whatever comes with its key the second time', async () => {
    expect(await record(usageRecord('a', { quantity: 5n }))).toBe(1);
    const lastMonth = new Date(Date.now() - 32 * aDayMs);
    expect(await record(usageRecord('a', { happenedAt: lastMonth, quantity: 7n }))).toBe(0);
    expect(await record(usageRecord('a', { memberId: memberNumber(2), meter: 'egress.bytes' }))).toBe(0);
    expect(await record(usageRecord('b'), usageRecord('b', { quantity: 9n }), usageRecord('a'))).toBe(1);
    expect((await kept()).map(({ key, quantity }) => [key, quantity])).toEqual([
      ['a', 5n],
      ['b', 1n],
    ]);
    expect(await rows()).toEqual({ records: 2, pending: 2 });
  });

  it('counts once when many bring it at the same time, in any order', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const times = Array.from({ length: 16 }, (_, time) => (time % 2 ? keys : keys.toReversed()));
    const counted = await Promise.all(times.map((some) => record(...some.map((key) => usageRecord(key)))));
    expect(counted.reduce((a, b) => a + b, 0)).toBe(20);
    expect(await rows()).toEqual({ records: 20, pending: 20 });
  });

  it('is free again when the transaction that brought it fails', async () => {
    const failing = inTransaction(ctx, async (txCtx) => {
      await recordUsage(txCtx, [usageRecord('a')]);
      throw new Error('no');
    });
    const waiting = record(usageRecord('a'));
    await expect(failing).rejects.toThrow('no');
    expect(await waiting).toBe(1);
    expect(await rows()).toEqual({ records: 1, pending: 1 });
  });

  it('holds what eight bytes hold', async () => {
    await record(usageRecord('big', { meter: 'storage.byte_seconds', quantity: 2n ** 63n - 1n }));
    expect((await kept())[0]?.quantity).toBe(2n ** 63n - 1n);
  });

  it.each([
    ['too_late', { happenedAt: new Date(Date.now() - 35 * aDayMs - 60_000) }],
    ['in_future', { happenedAt: new Date(Date.now() + 10 * 60_000) }],
    ['quantity', { quantity: 0n }],
    ['quantity', { quantity: -1n }],
    ['quantity', { quantity: 2n ** 53n }],
    ['quantity', { meter: 'egress.bytes', quantity: 2n ** 63n }],
    ['key', { key: '' }],
  ] as const)('with a bad %s is refused with everything beside it', async (problem, changes) => {
    const bad = { ...usageRecord('bad'), ...changes };
    await expect(record(usageRecord('good'), bad)).rejects.toMatchObject({
      code: 'USAGE_REFUSED',
      data: { problem, meter: bad.meter },
    });
    expect(await rows()).toEqual({ records: 0, pending: 0 });
  });
});

describe('partitions', () => {
  const partitionOf = async (key: string) => {
    const [found] = await ctx.db.execute<{ name: string }>(
      sql`select tableoid::regclass::text as name from usage_records where key = ${key}`,
    );
    return found?.name;
  };
  const nameFor = (at: Date) => `usage_records_${at.toISOString().slice(0, 7).replace('-', '_')}`;

  it('take a late record into the month in which it happened', async () => {
    const late = new Date(Date.now() - 35 * aDayMs + 60_000);
    await record(usageRecord('late', { happenedAt: late }), usageRecord('now'));
    expect(await partitionOf('late')).toBe(nameFor(late));
    expect(await partitionOf('now')).toBe(nameFor(new Date()));
  });

  it('are made a year ahead, once, while others write', async () => {
    expect(await makePartitions(ctx)).toEqual([]);
    const later = { ...ctx, now: () => new Date(Date.UTC(2031, 4, 31, 23, 59)) };
    await inTransaction(ctx, async (txCtx) => {
      await recordUsage(txCtx, [usageRecord('under way')]);
      // Neither waits for the other: a writer is in the middle of its transaction.
      const made = (await Promise.all([makePartitions(later), makePartitions(later)])).flat();
      expect(made).toHaveLength(14);
      expect([made.toSorted().at(0), made.toSorted().at(-1)]).toEqual([
        'usage_records_2031_04',
        'usage_records_2032_05',
      ]);
    });
    const happenedAt = new Date(Date.UTC(2031, 4, 31, 23, 58));
    await inTransaction(later, (txCtx) => recordUsage(txCtx, [usageRecord('may', { happenedAt })]));
    expect(await partitionOf('may')).toBe('usage_records_2031_05');
  });
});
