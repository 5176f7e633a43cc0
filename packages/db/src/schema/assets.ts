import type { AssetPurpose, AssetState, FilmContainer, Refusal, UploadState } from '@backlot/core';
import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, id, moment } from '../columns.ts';
import { members } from './accounts.ts';
import { campaigns } from './campaigns.ts';

/** Any stored object we answer for, from its promise to its removal. */
export const assets = pgTable(
  'assets',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** Null for what belongs to a member and to no campaign. */
    campaignId: uuid('campaign_id').references(() => campaigns.id),
    purpose: text('purpose').$type<AssetPurpose>().notNull(),
    state: text('state').$type<AssetState>().notNull(),
    /** Where the object stands or will stand. */
    key: text('key').notNull().unique(),
    sizeBytes: bytes('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    contentType: text('content_type').notNull(),
    extension: text('extension').notNull(),
    originalName: text('original_name').notNull(),
    container: text('container').$type<FilmContainer>(),
    durationMs: integer('duration_ms'),
    widthPx: integer('width_px'),
    heightPx: integer('height_px'),
    averageColour: text('average_colour'),
    storedAt: moment('stored_at'),
    /** When the last word of moderation was spoken. */
    decidedAt: moment('decided_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('assets_campaign').on(table.campaignId),
    index('assets_member').on(table.memberId),
    index('assets_review')
      .on(table.state, table.storedAt)
      .where(sql`${table.state} in ('human_review', 'appealed')`),
  ],
);

/** One try at bringing an asset's bytes in, in parts. */
export const uploads = pgTable(
  'uploads',
  {
    id: id(),
    assetId: uuid('asset_id')
      .notNull()
      .references(() => assets.id),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    state: text('state').$type<UploadState>().notNull(),
    multipartId: text('multipart_id'),
    partSizeBytes: bytes('part_size_bytes').notNull(),
    partCount: integer('part_count').notNull(),
    refusal: text('refusal').$type<Refusal>(),
    createdAt: moment('created_at').notNull(),
    openedAt: moment('opened_at'),
    completedAt: moment('completed_at'),
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('uploads_one_live')
      .on(table.assetId)
      .where(sql`${table.state} in ('granted', 'open', 'completing')`),
    index('uploads_asset').on(table.assetId),
  ],
);
