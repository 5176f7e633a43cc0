import { tables } from '@backlot/db';
import { count, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { openTestCtx } from '../testing.ts';
import { type Message, openInbox, receive } from './receive.ts';

let ctx: Ctx;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ ctx, close } = await openTestCtx('receive-test'));
});
afterAll(() => close());
beforeEach(async () => {
  await ctx.db.execute(sql`truncate inbox`);
  await ctx.db.execute(sql`delete from pgboss.job`);
});

const message = (externalId: string): Message => ({
  source: 'stripe',
  externalId,
  kind: 'checkout.session.completed',
  payload: { objectId: `cs_${externalId}`, objectKind: 'checkout.session', paymentIntentId: null },
});

/** The messages kept, and those that a job was put in for, by their external ids. */
async function state() {
  const { inbox } = tables;
  const kept = await ctx.db.select({ externalId: inbox.externalId }).from(inbox);
  const jobs = await ctx.db
    .select({ externalId: inbox.externalId })
    .from(sql`pgboss.job`)
    .leftJoin(inbox, sql`${inbox.id} = (data->>'messageId')::uuid and name = 'inbox.process'`);
  const names = (rows: { externalId: string | null }[]) => rows.map((row) => row.externalId).sort();
  return { kept: names(kept), jobs: names(jobs) };
}

describe('messages received', () => {
  it('together are kept once each, with one job each, however often they are among them', async () => {
    await receive(ctx, [message('b')]);
    const received = await receive(ctx, ['c', 'b', 'a', 'c'].map(message));
    expect(received.filter(({ known }) => !known)).toHaveLength(2);
    expect([received[1], received[2]]).toEqual([{ known: true }, { known: false }]);
    expect(await state()).toEqual({ kept: ['a', 'b', 'c'], jobs: ['a', 'b', 'c'] });
  });

  it('one by one at the same time share transactions and are kept once each', async () => {
    const receiveOne = openInbox(ctx);
    const ids = Array.from({ length: 200 }, (_, index) => `evt_${index % 100}`);
    const received = await Promise.all(ids.map((id) => receiveOne(message(id))));
    expect(received.filter(({ known }) => !known)).toHaveLength(100);
    const { kept, jobs } = await state();
    expect([kept.length, jobs.length]).toEqual([100, 100]);
    const [transactions] = await ctx.db
      .select({ count: sql<number>`count(distinct xmin::text)::int` })
      .from(tables.inbox);
    expect(transactions?.count).toBeLessThan(20);
  });

  it('beside one that cannot be kept are kept', async () => {
    const receiveOne = openInbox(ctx);
    // Postgres keeps no NUL in a text.
    const bad = { ...message('evt_bad'), kind: 'checkout\0' };
    const results = await Promise.allSettled([message('x'), message('a'), bad, message('b')].map(receiveOne));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await state()).toEqual({ kept: ['a', 'b', 'x'], jobs: ['a', 'b', 'x'] });
  });

  it('nothing of a transaction that fails is kept, and its jobs neither', async () => {
    const failing = {
      ...ctx,
      queue: { ...ctx.queue, enqueueAll: () => Promise.reject(new Error('no queue')) },
    };
    await expect(receive(failing, [message('a')])).rejects.toThrow('no queue');
    const [inbox] = await ctx.db.select({ rows: count() }).from(tables.inbox);
    expect(inbox?.rows).toBe(0);
  });
});
