import { connect, tables } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx } from '../context.ts';
import { viewRevenue } from './view-revenue.ts';

let ctx: Ctx;
let close: () => Promise<void>;
const now = new Date('2026-11-21T12:00:00Z');
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

beforeAll(async () => {
  const database = await testDatabase();
  const connection = connect(database.url, { max: 2, name: 'revenue-test' });
  ctx = { db: connection.db, now: () => now } as Ctx;
  close = async () => {
    await connection.close();
    await database.drop();
  };
});
afterAll(() => close());

async function subscriber(
  n: number,
  plan: 'PRO' | 'ENTERPRISE',
  interval: 'month' | 'year',
  wasInForce: boolean,
) {
  const id = idOf(n);
  const at = { createdAt: now, updatedAt: now };
  await ctx.db
    .insert(tables.members)
    .values({ id, email: `m${n}@example.com`, displayName: `M${n}`, language: 'en', createdAt: now });
  await ctx.db
    .insert(tables.subscriptions)
    .values({ memberId: id, customerId: `cus_${n}`, status: 'active', plan, interval, wasInForce, ...at });
}

it('counts what is in force, a year at today’s prices, and nothing else', async () => {
  await subscriber(1, 'PRO', 'month', true);
  await subscriber(2, 'PRO', 'month', true);
  await subscriber(3, 'ENTERPRISE', 'year', true);
  await subscriber(4, 'ENTERPRISE', 'month', false);
  const { subscriptions, campaigns } = await viewRevenue(ctx);
  expect(subscriptions.map(({ members, yearlyMinor }) => [members, yearlyMinor])).toEqual([
    [2, 2 * 12 * 1_900],
    [0, 0],
    [0, 0],
    [1, 99_000],
  ]);
  expect(campaigns.map(({ month }) => month)).toEqual([
    ...['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'],
    ...['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'],
  ]);
});

it('counts paid campaigns in the month they were paid, less what was given back', async () => {
  const order = async (n: number, confirmedAt: string | null, refundedMinor: number) => {
    const campaignId = idOf(100 + n);
    const common = { createdAt: now, updatedAt: now };
    await ctx.db.insert(tables.campaigns).values({
      id: campaignId,
      ownerId: idOf(1),
      kind: 'individual',
      slug: `s${n}`,
      draft: {},
      ...common,
    } as never);
    await ctx.db.insert(tables.orders).values({
      id: idOf(200 + n),
      memberId: idOf(1),
      campaignId,
      productName: 'Quay',
      amountMinor: 1_900,
      currency: 'USD',
      refundedMinor,
      confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
      ...common,
    });
  };
  await order(1, '2026-11-01T00:00:00Z', 0);
  await order(2, '2026-10-31T23:59:59Z', 950);
  await order(3, null, 0);
  await order(4, '2025-11-30T23:59:59Z', 0);
  const { campaigns } = await viewRevenue(ctx);
  const earned = campaigns.filter(({ netMinor }) => netMinor !== 0);
  expect(earned.map(({ month, netMinor }) => [month, netMinor])).toEqual([
    ['2026-10', 950],
    ['2026-11', 1_900],
  ]);
});
