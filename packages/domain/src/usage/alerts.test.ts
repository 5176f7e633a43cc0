import { periodOf, plans } from '@backlot/core';
import { tables } from '@backlot/db';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ctx, inTransaction, type MemberCtx } from '../context.ts';
import { mailWords } from '../mail/templates.ts';
import { openTestCtx } from '../testing.ts';
import { listNearLimits } from './list-near-limits.ts';
import { meterStorage } from './meter-storage.ts';
import { raiseAlerts } from './raise-alerts.ts';
import { recordUsage } from './record-usage.ts';
import { reserveQuota } from './reserve-quota.ts';
import { rollUp } from './roll-up.ts';
import { holdStorage, storedBytes } from './stored-bytes.ts';
import { memberNumber, totalsAndTruth, usageRecord } from './testing.ts';
import { viewUsage, viewUsageHistory } from './view-usage.ts';

let ctx: Ctx;
let close: () => Promise<void>;
const ada = memberNumber(1);
const gib = 1_024 ** 3;

beforeAll(async () => {
  ({ ctx, close } = await openTestCtx('alerts-test'));
  await ctx.db.insert(tables.members).values({
    ...{ id: ada, email: 'ada@example.com', displayName: 'Ada', language: 'fr' as const },
    createdAt: new Date(),
  });
});
afterAll(() => close());
beforeEach(async () => {
  await ctx.db.execute(sql`
    truncate usage_records, usage_keys, usage_pending, usage_totals, usage_progress, quota_counters, quota_checks,
      quota_alerts, mails, notices, uploads, assets cascade`);
});

const asMember = (): MemberCtx => ({
  ...ctx,
  actor: { kind: 'member', memberId: ada, role: 'member', language: 'fr', email: 'ada@example.com' },
});
let keys = 0;
const use = async (quantity: number, meter: 'text.micro_usd' | 'video.generation' = 'text.micro_usd') => {
  keys += 1;
  const record = usageRecord(`use:${keys}`, { memberId: ada, meter, quantity: BigInt(quantity) });
  await inTransaction(ctx, (txCtx) => recordUsage(txCtx, [record]));
  await rollUp(ctx);
  await Promise.all([raiseAlerts(ctx), raiseAlerts(ctx)]);
};
const mails = async () => {
  const rows = await ctx.db.select().from(tables.mails).orderBy(asc(tables.mails.id));
  return rows.map(({ data }) => data as { quota: string; percent: number; canUpgrade: boolean });
};
const asset = (n: number, changes: Partial<typeof tables.assets.$inferInsert>) => {
  const at = new Date();
  return ctx.db.insert(tables.assets).values({
    ...{ id: memberNumber(100 + n), memberId: ada, purpose: 'film', state: 'stored', key: `k${n}` },
    ...{ sizeBytes: 1, sha256: 'a', contentType: 'video/mp4', extension: 'mp4', originalName: 'a' },
    ...{ createdAt: at, updatedAt: at, ...changes },
  });
};

describe('alerts', () => {
  const tenth = plans.FREE.limits.textMicroUsdPerMonth / 10;

  it('come at 80 % and at 100 %, once each a period, by mail and in the app', async () => {
    await use(tenth * 7);
    expect(await mails()).toEqual([]);
    await use(tenth);
    await use(1);
    expect(await mails()).toEqual([{ quota: 'text', percent: 80, canUpgrade: true }]);
    await use(tenth * 2);
    await use(tenth * 5);
    expect((await mails()).map(({ percent }) => percent)).toEqual([80, 100]);
    const notices = await ctx.db.select().from(tables.notices).orderBy(asc(tables.notices.id));
    expect(notices.map(({ audience, notice }) => [audience, notice])).toEqual([
      [`member:${ada}`, { kind: 'quota_reached', quota: 'text', percent: 80 }],
      [`member:${ada}`, { kind: 'quota_reached', quota: 'text', percent: 100 }],
    ]);
    const nextMonth = new Date(Date.now() + 32 * 24 * 3_600_000);
    const later = { ...ctx, now: () => nextMonth };
    const record = usageRecord('next', { memberId: ada, quantity: BigInt(tenth * 8), happenedAt: nextMonth });
    await inTransaction(later, (txCtx) => recordUsage(txCtx, [record]));
    await rollUp(later);
    await raiseAlerts(later);
    expect((await mails()).map(({ percent }) => percent)).toEqual([80, 100, 80]);
  });

  it('tell who passes both at once the one that counts', async () => {
    await use(3, 'video.generation');
    expect(await mails()).toEqual([{ quota: 'video', percent: 100, canUpgrade: true }]);
  });

  it('of one member do not wait for another’s', async () => {
    await ctx.db.insert(tables.quotaChecks).values([{ memberId: ada }, { memberId: memberNumber(2) }]);
    await inTransaction(ctx, async ({ tx }) => {
      await tx.execute(sql`select 1 from quota_checks where member_id = ${ada} for update`);
      expect(await raiseAlerts(ctx)).toEqual({ members: 1 });
    });
    expect(await raiseAlerts(ctx)).toEqual({ members: 1 });
  });

  it('offer no larger plan to who has the largest', async () => {
    const now = new Date();
    await ctx.db.insert(tables.subscriptions).values({
      ...{ memberId: ada, customerId: 'cus_ada', subscriptionId: 'sub_ada', status: 'active' },
      ...{ plan: 'ENTERPRISE' as const, createdAt: now, updatedAt: now },
    });
    await use(plans.ENTERPRISE.limits.videoGenerationsPerMonth, 'video.generation');
    await ctx.db.delete(tables.subscriptions);
    expect(await mails()).toEqual([{ quota: 'video', percent: 100, canUpgrade: false }]);
  });

  it('are looked for by a job, after a roll-up and after a promise', async () => {
    const jobs = async () => {
      const [row] = await ctx.db.execute<{ n: number }>(
        sql`select count(*)::int as n from pgboss.job where name = 'usage.raise-alerts'`,
      );
      return row?.n ?? 0;
    };
    const before = await jobs();
    await use(1);
    expect(await jobs()).toBe(before + 1);
    await rollUp(ctx);
    expect(await jobs()).toBe(before + 1);
    await inTransaction(ctx, (txCtx) => holdStorage(txCtx, ada, 1));
    expect(await jobs()).toBe(before + 2);
  });

  it('are in the reader’s language', () => {
    const links = { signIn: () => '', page: (path: string) => path };
    const data = { quota: 'storage' as const, percent: 80, canUpgrade: true };
    expect(mailWords('quota_reached', 'en', data, links).subject).toBe('80 % of your storage is used');
    expect(mailWords('quota_reached', 'fr', data, links).subject).toBe('Stockage\u202f: 80\u202f% utilisés');
  });

  it('are a list for the operator, of those who stand there still', async () => {
    await use(tenth * 9);
    expect(await listNearLimits(ctx)).toEqual([
      { memberId: ada, displayName: 'Ada', plan: 'FREE', quota: 'text', used: tenth * 9, limit: tenth * 10 },
    ]);
    await ctx.db.update(tables.quotaCounters).set({ used: 1 });
    expect(await listNearLimits(ctx)).toEqual([]);
  });
});

describe('storage', () => {
  it('is what assets take, until they are removed', async () => {
    await asset(1, { sizeBytes: 3 * 2 ** 31 });
    await asset(2, { state: 'promised', sizeBytes: 5 });
    await asset(3, { state: 'removed', sizeBytes: 7 });
    await asset(4, { state: 'awaiting_upload', sizeBytes: 11 });
    expect(await storedBytes(ctx, ada)).toBe(3 * 2 ** 31 + 16);
    await ctx.db.update(tables.assets).set({ state: 'removed' });
    expect(await storedBytes(ctx, ada)).toBe(0);
  });

  it('is not taken by what was promised to an order that came to nothing', async () => {
    const at = { createdAt: new Date(), updatedAt: new Date() };
    const [campaignId, orderId] = [memberNumber(200), memberNumber(201)];
    await ctx.db.insert(tables.campaigns).values({
      ...{ id: campaignId, slug: 'a'.repeat(16), ownerId: ada, kind: 'individual', draft: {}, ...at },
    });
    await ctx.db.insert(tables.orders).values({
      ...{
        id: orderId,
        memberId: ada,
        campaignId,
        productName: 'Quay',
        amountMinor: 1_900,
        currency: 'USD',
        ...at,
      },
    });
    await asset(1, { campaignId, state: 'promised', sizeBytes: 5 });
    await asset(2, { campaignId, state: 'stored', sizeBytes: 7 });
    const taken: Record<string, number> = {};
    for (const status of ['pending', 'confirmed', 'failed', 'expired'] as const) {
      await ctx.db.update(tables.orders).set({ status });
      taken[status] = await storedBytes(ctx, ada);
    }
    expect(taken).toEqual({ pending: 12, confirmed: 12, failed: 7, expired: 7 });
    await ctx.db.delete(tables.orders);
  });

  it('is held by no two promises together beyond the limit', async () => {
    const promise = (n: number) =>
      inTransaction(ctx, async (txCtx) => {
        await holdStorage(txCtx, ada, gib / 4);
        await asset(n, { sizeBytes: gib / 4, state: 'promised' });
      });
    const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(promise));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    await expect(inTransaction(ctx, (txCtx) => holdStorage(txCtx, ada, 1))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      data: { quota: 'storage', limit: gib, used: gib, asked: 1, resetsAt: null, liftedBy: 'PRO' },
    });
    await raiseAlerts(ctx);
    expect(await mails()).toEqual([{ quota: 'storage', percent: 100, canUpgrade: true }]);
  });

  it('is metered by the second, every hour once, wherever a run ends', async () => {
    const hour = Date.UTC(2026, 10, 20, 10);
    const at = (minutes: number) => new Date(hour + minutes * 60_000);
    await asset(1, { sizeBytes: 1_000, storedAt: at(30) });
    await asset(2, { sizeBytes: 2 ** 40, storedAt: at(60), state: 'removed', updatedAt: at(90) });
    await asset(3, { sizeBytes: 9, state: 'awaiting_upload' });
    const later = { ...ctx, now: () => at(200) };
    const both = await Promise.all([meterStorage(later), meterStorage(later)]);
    expect(both.reduce((sum, { hours }) => sum + hours, 0)).toBe(3);
    const records = await ctx.db
      .select()
      .from(tables.usageRecords)
      .orderBy(asc(tables.usageRecords.happenedAt));
    expect(records.map(({ quantity }) => quantity)).toEqual([
      1_000n * 1_800n,
      1_000n * 3_600n + 2n ** 40n * 1_800n,
      1_000n * 3_600n,
    ]);
    expect(await meterStorage(later)).toEqual({ hours: 0 });
    await rollUp(later);
    const { totals, truth } = await totalsAndTruth(ctx);
    expect(totals).toEqual(truth);
  });
});

describe('the view', () => {
  it('is of this month and of this member, with what is held', async () => {
    await use(1, 'video.generation');
    await inTransaction(ctx, (txCtx) =>
      reserveQuota(txCtx, { memberId: ada, meter: 'video.generation', quantity: 2 }),
    );
    const others = [
      { memberId: memberNumber(2), periodStart: periodOf('month', new Date()).startsAt },
      { memberId: ada, periodStart: new Date('2026-01-01T00:00:00Z') },
      { memberId: ada, periodStart: new Date('2031-01-01T00:00:00Z') },
    ];
    await ctx.db
      .insert(tables.quotaCounters)
      .values(others.map((one) => ({ ...one, quota: 'video' as const, used: 50, reserved: 60 })));
    const { quotas } = await viewUsage(asMember());
    expect(quotas.find(({ quota }) => quota === 'video')).toMatchObject({ used: 1, held: 2 });
  });

  it('shows use, forecast and history without gaps', async () => {
    await use(2, 'video.generation');
    const view = await viewUsage(asMember());
    expect(view.quotas.find(({ quota }) => quota === 'video')).toMatchObject({
      used: 2,
      limit: 3,
      liftedBy: 'PRO',
    });
    const days = await viewUsageHistory(asMember(), { grain: 'day', meters: ['video.generation'] });
    expect(days).toHaveLength(31);
    expect(days.at(-1)?.quantity).toBe('2');
    const sum = days.reduce((all, { quantity }) => all + Number(quantity), 0);
    expect(sum).toBe(2);
    const months = await viewUsageHistory(asMember(), { grain: 'month', meters: ['video.generation'] });
    expect(months.length).toBeGreaterThanOrEqual(11);
    expect(months.at(-1)?.quantity).toBe('2');
  });
});
