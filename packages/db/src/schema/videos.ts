import type {
  Aspect,
  GenerationState,
  VideoFailure,
  VideoOutput,
  VideoProviderName,
  VideoStorage,
} from '@backlot/core';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, id, moment } from '../columns.ts';
import { members } from './accounts.ts';
import { assets } from './assets.ts';

/** One request for an AI video and what became of it. */
export const generations = pgTable(
  'generations',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** Made by the browser for one press of the button: pressed twice, it is one generation. */
    requestKey: uuid('request_key').notNull(),
    provider: text('provider').$type<VideoProviderName>().notNull(),
    prompt: text('prompt').notNull(),
    durationSeconds: integer('duration_seconds').notNull(),
    aspect: text('aspect').$type<Aspect>().notNull(),
    seedAssetId: uuid('seed_asset_id').references(() => assets.id),
    state: text('state').$type<GenerationState>().notNull(),
    failure: text('failure').$type<VideoFailure>(),
    /** The provider's name of its job. */
    jobId: text('job_id'),
    /** When a run began to ask a provider that makes two jobs of one request; null once it is known what came of it. */
    requestingSince: moment('requesting_since'),
    /** Holds its part of the quota, is settled when it completes and given back when it does not. */
    reservationId: uuid('reservation_id').notNull(),
    /** How often the provider was asked, and when it is asked next; null when it is asked no more. */
    asks: integer('asks').notNull().default(0),
    nextAskAt: moment('next_ask_at'),
    deadlineAt: moment('deadline_at').notNull(),
    /** By which way we learned how it ended. */
    toldBy: text('told_by').$type<'message' | 'asking'>(),
    /** When the provider's first message came that says, or hints, that it ended. */
    messageAt: moment('message_at'),
    createdAt: moment('created_at').notNull(),
    requestedAt: moment('requested_at'),
    endedAt: moment('ended_at'),
  },
  (table) => [
    unique('generations_once').on(table.memberId, table.requestKey),
    uniqueIndex('generations_job').on(table.provider, table.jobId),
    index('generations_asked').on(table.nextAskAt).where(sql`${table.nextAskAt} is not null`),
    index('generations_provider').on(table.provider, table.createdAt),
  ],
);

/** One output of a generation. The first has its generation's id; providers know it by that. */
export const videos = pgTable(
  'videos',
  {
    id: id(),
    generationId: uuid('generation_id')
      .notNull()
      .references(() => generations.id),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    ordinal: integer('ordinal').notNull(),
    title: text('title').notNull(),
    storage: text('storage').$type<VideoStorage>().notNull(),
    /** Where the provider keeps it. Opens it to whoever reads this: never leaves the server. */
    source: jsonb('source').$type<StoredSource>(),
    /** The copy in our storage. */
    assetId: uuid('asset_id').references(() => assets.id),
    posterAssetId: uuid('poster_asset_id').references(() => assets.id),
    /** What a run that goes on where another died needs to know. */
    progress: jsonb('progress').$type<unknown>(),
    archivedBytes: bytes('archived_bytes').notNull().default(0),
    sourceSizeBytes: bytes('source_size_bytes'),
    tries: integer('tries').notNull().default(0),
    nextTryAt: moment('next_try_at'),
    /** From when on the copying is given up. */
    giveUpAt: moment('give_up_at'),
    lastFailure: text('last_failure'),
    storedAt: moment('stored_at'),
    /** Its last day by the plan; null when it is kept for ever. */
    keepUntil: moment('keep_until'),
    /** The last warning of that day that its owner had, in days before. */
    warnedDays: integer('warned_days'),
    binnedAt: moment('binned_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    unique('videos_output').on(table.generationId, table.ordinal),
    index('videos_member').on(table.memberId, table.createdAt, table.id),
    index('videos_kept').on(table.keepUntil).where(sql`${table.keepUntil} is not null`),
    index('videos_binned').on(table.binnedAt).where(sql`${table.binnedAt} is not null`),
    index('videos_to_archive').on(table.nextTryAt).where(sql`${table.storage} in ('pending', 'processing')`),
  ],
);

/** `VideoOutput` as JSON keeps it. */
export type StoredSource = Omit<VideoOutput, 'expiresAt'> & { expiresAt: string | null };
