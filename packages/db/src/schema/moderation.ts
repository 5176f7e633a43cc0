import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';
import { members } from './accounts.ts';
import { assets } from './assets.ts';
import { campaigns } from './campaigns.ts';

export type Verdict = 'approved' | 'rejected' | 'changes_requested';

/** One film in front of people: who holds it now, and what was decided. An appeal is a review of its own. */
export const reviews = pgTable(
  'reviews',
  {
    id: id(),
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    kind: text('kind').$type<'first' | 'appeal'>().notNull(),
    /** What the owner said with the appeal. */
    appealText: text('appeal_text'),
    labels: jsonb('labels').$type<{ label: string; score: number }[]>().notNull(),
    claimedBy: uuid('claimed_by').references(() => members.id),
    claimedUntil: moment('claimed_until'),
    verdict: text('verdict').$type<Verdict>(),
    reason: text('reason'),
    decidedBy: uuid('decided_by').references(() => members.id),
    decidedAt: moment('decided_at'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    index('reviews_open').on(table.decidedAt, table.createdAt),
    index('reviews_campaign').on(table.campaignId),
  ],
);
