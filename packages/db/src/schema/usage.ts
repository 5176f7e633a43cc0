import type { Grain, Meter, QuotaName, ReservationState } from '@backlot/core';
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';

/**
 * Every metered fact, as it was told. Rows are only ever added. Partitioned by the month in which it happened (see the
 * migration), so that old months can be detached. No reference to `members`: what was used outlives the account.
 */
export const usageRecords = pgTable(
  'usage_records',
  {
    key: text('key').notNull(),
    memberId: uuid('member_id').notNull(),
    meter: text('meter').$type<Meter>().notNull(),
    quantity: bigint('quantity', { mode: 'bigint' }).notNull(),
    happenedAt: moment('happened_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [
    index('usage_records_member').on(table.memberId, table.happenedAt),
    check('usage_records_quantity', sql`${table.quantity} > 0`),
  ],
);

/**
 * Every key that was ever counted. Apart from the records, because a unique index of a partitioned table must contain the
 * time, and a key that comes again with another time would count again.
 */
export const usageKeys = pgTable('usage_keys', { key: text('key').primaryKey() });

/** What is recorded and not yet in the totals. A roll-up takes rows out in the transaction that adds them up. */
export const usagePending = pgTable('usage_pending', {
  memberId: uuid('member_id').notNull(),
  meter: text('meter').$type<Meter>().notNull(),
  quantity: bigint('quantity', { mode: 'bigint' }).notNull(),
  happenedAt: moment('happened_at').notNull(),
});

/**
 * Sums of what was recorded. The time comes first in the key: what is new lies together whatever the history, and a
 * member's history is as many look-ups as periods.
 */
export const usageTotals = pgTable(
  'usage_totals',
  {
    grain: text('grain').$type<Grain>().notNull(),
    startsAt: moment('starts_at').notNull(),
    memberId: uuid('member_id').notNull(),
    meter: text('meter').$type<Meter>().notNull(),
    quantity: numeric('quantity', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.grain, table.startsAt, table.memberId, table.meter] })],
);

/** How far a job that works through time has come. */
export const usageProgress = pgTable('usage_progress', {
  name: text('name').primaryKey(),
  doneUntil: moment('done_until').notNull(),
});

/** What of a quota is used and held in a period: the row that concurrent requests meet on. */
export const quotaCounters = pgTable(
  'quota_counters',
  {
    periodStart: moment('period_start').notNull(),
    memberId: uuid('member_id').notNull(),
    quota: text('quota').$type<QuotaName>().notNull(),
    used: bigint('used', { mode: 'number' }).notNull().default(0),
    reserved: bigint('reserved', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.periodStart, table.memberId, table.quota] }),
    check('quota_counters_not_negative', sql`${table.used} >= 0 and ${table.reserved} >= 0`),
  ],
);

/** A held part of a quota, until it is settled, released or expires. */
export const reservations = pgTable(
  'reservations',
  {
    id: id(),
    memberId: uuid('member_id').notNull(),
    quota: text('quota').$type<QuotaName>().notNull(),
    meter: text('meter').$type<Meter>().notNull(),
    periodStart: moment('period_start').notNull(),
    quantity: bigint('quantity', { mode: 'number' }).notNull(),
    state: text('state').$type<ReservationState>().notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('reservations_held').on(table.expiresAt).where(sql`${table.state} = 'held'`),
    check('reservations_quantity', sql`${table.quantity} > 0`),
  ],
);

/** Members whose use grew since their quotas were last compared with their limits. */
export const quotaChecks = pgTable('quota_checks', { memberId: uuid('member_id').primaryKey() });

/** What a member was told: once a period for each threshold. */
export const quotaAlerts = pgTable(
  'quota_alerts',
  {
    periodStart: moment('period_start').notNull(),
    memberId: uuid('member_id').notNull(),
    quota: text('quota').$type<QuotaName>().notNull(),
    percent: integer('percent').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.periodStart, table.memberId, table.quota, table.percent] })],
);
