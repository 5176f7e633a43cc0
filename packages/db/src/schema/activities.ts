import type { ActivityDetail, ActivityKind } from '@backlot/core';
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';
import { members } from './accounts.ts';
import { campaigns } from './campaigns.ts';

/** One analytics fact. Of a person it knows the member's id and nothing else; of a visitor nothing. */
export const activities = pgTable(
  'activities',
  {
    id: id(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    detail: text('detail').$type<ActivityDetail>().notNull(),
    campaignId: uuid('campaign_id').references(() => campaigns.id, { onDelete: 'cascade' }),
    /** Falls away with the account; what was counted stays counted. */
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'set null' }),
    at: moment('at').notNull(),
  },
  (table) => [
    index('activities_at').on(table.at),
    index('activities_campaign').on(table.campaignId, table.at),
    index('activities_member').on(table.memberId),
  ],
);
