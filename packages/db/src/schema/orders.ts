import type { Currency, OrderStatus } from '@backlot/core';
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';
import { members } from './accounts.ts';
import { campaigns } from './campaigns.ts';

/** What someone is about to pay, made before the payment provider is asked. One a campaign. */
export const orders = pgTable(
  'orders',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    productName: text('product_name').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    status: text('status').$type<OrderStatus>().notNull().default('pending'),
    /** Which try to pay this is; each has a checkout session of its own. */
    attempt: integer('attempt').notNull().default(1),
    refundedMinor: integer('refunded_minor').notNull().default(0),
    confirmedAt: moment('confirmed_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('orders_one_a_campaign').on(table.campaignId),
    index('orders_member').on(table.memberId),
    index('orders_waiting_upload').on(table.confirmedAt).where(sql`${table.status} = 'confirmed'`),
    check('orders_refund_within', sql`${table.refundedMinor} between 0 and ${table.amountMinor}`),
  ],
);

/** The provider's side of one try to pay, mirrored. */
export const payments = pgTable(
  'payments',
  {
    id: id(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    attempt: integer('attempt').notNull(),
    sessionId: text('session_id').notNull().unique(),
    paymentIntentId: text('payment_intent_id'),
    state: text('state').$type<'open' | 'complete' | 'expired'>().notNull(),
    /** Counts readings of the provider's object; each takes its number before it asks. */
    readingSeq: integer('reading_seq').notNull().default(0),
    /** The highest number that settled. A lower one that arrives later is an old answer and changes nothing. */
    settledSeq: integer('settled_seq').notNull().default(0),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    unique('payments_one_an_attempt').on(table.orderId, table.attempt),
    index('payments_intent').on(table.paymentIntentId),
  ],
);

/** Money that goes back, written before the provider is asked. The reason makes each refund happen once. */
export const refunds = pgTable(
  'refunds',
  {
    id: id(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    reason: text('reason').$type<'never_uploaded' | 'rejected' | 'on_request'>().notNull(),
    amountMinor: integer('amount_minor').notNull(),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
  },
  (table) => [unique('refunds_once').on(table.orderId, table.reason)],
);
