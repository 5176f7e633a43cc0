import type { Language, VideoProviderName, VideoReport } from '@backlot/core';
import { sql } from 'drizzle-orm';
import { bigserial, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';
import type { StoredSource } from './videos.ts';

/** What a vendor told us, kept as received. Unique for ever: a message that comes again is known. */
export const inbox = pgTable(
  'inbox',
  {
    id: id(),
    source: text('source').$type<InboxSource>().notNull(),
    externalId: text('external_id').notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').$type<InboxPayload>().notNull(),
    receivedAt: moment('received_at').notNull(),
    handledAt: moment('handled_at'),
    /** The code of the last error; never its text. */
    lastError: text('last_error'),
    tries: integer('tries').notNull().default(0),
  },
  (table) => [
    unique('inbox_once').on(table.source, table.externalId),
    index('inbox_open').on(table.receivedAt).where(sql`${table.handledAt} is null`),
  ],
);

/** Who told it. */
export type InboxSource = 'stripe' | `video:${VideoProviderName}`;

/** The ids that a message names; whatever else it says is read from the vendor again. */
export type InboxPayload = {
  objectId: string;
  objectKind: string;
  paymentIntentId: string | null;
  customerId?: string | null;
  /** What a provider of videos said, when that is proven and can be read nowhere else; gone once it is handled. */
  report?: StoredReport | null;
  /** The provider's name of the job, when that is proven. */
  jobId?: string | null;
};

/** A provider's report as JSON keeps it. */
export type StoredReport =
  | Exclude<VideoReport, { status: 'completed' }>
  | { status: 'completed'; outputs: StoredSource[] };

/** What we tell browsers. The id orders the notices of one audience and is the resume point of its stream. */
export const notices = pgTable(
  'notices',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** `member:{id}` or `moderators`. */
    audience: text('audience').notNull(),
    notice: jsonb('notice').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    index('notices_audience').on(table.audience, table.id),
    index('notices_created').on(table.createdAt),
  ],
);

/** A mail on its way. `messageKey` names its cause, so that a cause writes one mail. */
export const mails = pgTable('mails', {
  id: id(),
  messageKey: text('message_key').notNull().unique(),
  recipient: text('recipient').notNull(),
  template: text('template').notNull(),
  language: text('language').$type<Language>().notNull(),
  data: jsonb('data').notNull(),
  createdAt: moment('created_at').notNull(),
  startedAt: moment('started_at'),
  sentAt: moment('sent_at'),
  refusedAt: moment('refused_at'),
  /** What it was about had been done when its turn came: never sent. */
  droppedAt: moment('dropped_at'),
});

/** Every act of a moderator or operator: who, what, when, before, after. Rows are only ever added. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    actorId: uuid('actor_id').notNull(),
    act: text('act').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    at: moment('at').notNull(),
  },
  (table) => [index('audit_log_subject').on(table.subjectId)],
);
