import type { BillingInterval, PaidPlanName } from '@backlot/core';
import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../columns.ts';
import { members } from './accounts.ts';

/** A member as the payment provider's customer, and the subscription it has there, mirrored. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    memberId: uuid('member_id')
      .primaryKey()
      .references(() => members.id),
    customerId: text('customer_id').notNull().unique(),
    /** Null until there was one. Of several, the one that counts (a living one before an ended one, then the newest). */
    subscriptionId: text('subscription_id'),
    /** As the provider writes it; a value that is not known gives nothing. */
    status: text('status'),
    /** Null when its price is none of ours. */
    plan: text('plan').$type<PaidPlanName>(),
    interval: text('interval').$type<BillingInterval>(),
    /** The period of its item, which is what has been paid or is owed. */
    periodStart: moment('period_start'),
    periodEnd: moment('period_end'),
    /** Set when it ends by itself at that moment. */
    cancelAt: moment('cancel_at'),
    endedAt: moment('ended_at'),
    /** Since when the oldest open invoice is owed. */
    pastDueSince: moment('past_due_since'),
    /** Whether it was in force when it settled last: only then can it be told that it ended. */
    wasInForce: boolean('was_in_force').notNull().default(false),
    /** Which checkout this is; each has a session of its own. */
    checkoutAttempt: integer('checkout_attempt').notNull().default(0),
    checkoutPlan: text('checkout_plan').$type<PaidPlanName>(),
    checkoutInterval: text('checkout_interval').$type<BillingInterval>(),
    checkoutSessionId: text('checkout_session_id').unique(),
    /** Counts readings of the provider's objects; each takes its number before it asks. */
    readingSeq: integer('reading_seq').notNull().default(0),
    /** The highest number that settled. A lower one that arrives later is an old answer and changes nothing. */
    settledSeq: integer('settled_seq').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('subscriptions_period_end').on(table.periodEnd)],
);
