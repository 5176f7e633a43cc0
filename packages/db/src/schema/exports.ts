import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, id, moment } from '../columns.ts';
import { members } from './accounts.ts';

/** A copy of all that is a member's, made on request, kept for some days. */
export const memberExports = pgTable(
  'member_exports',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** `asked`: a worker makes it · `ready`: may be fetched until `expiresAt` · `expired`: its object goes */
    state: text('state').$type<'asked' | 'ready' | 'expired'>().notNull(),
    sizeBytes: bytes('size_bytes'),
    createdAt: moment('created_at').notNull(),
    readyAt: moment('ready_at'),
    expiresAt: moment('expires_at'),
  },
  (table) => [
    uniqueIndex('member_exports_one_asked').on(table.memberId).where(sql`${table.state} = 'asked'`),
    index('member_exports_member').on(table.memberId),
  ],
);
