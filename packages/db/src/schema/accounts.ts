import type { Language, Role } from '@backlot/core';
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';

/** A person with an account. The address is kept in its one spelling (see core's normaliseEmail). */
export const members = pgTable('members', {
  id: id(),
  email: text('email').notNull().unique(),
  displayName: text('display_name').notNull(),
  language: text('language').$type<Language>().notNull(),
  role: text('role').$type<Role>().notNull().default('member'),
  /** The picture that is shown; the asset is `published`. */
  avatarAssetId: uuid('avatar_asset_id'),
  /** Set while the account waits to be erased: when that will happen. */
  eraseAt: moment('erase_at'),
  /** From here on the row stands only for what the books refer to. */
  erasedAt: moment('erased_at'),
  createdAt: moment('created_at').notNull(),
});

/** A signed-in browser. The id is the SHA-256 of what the cookie holds: a leaked table opens no session. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** What the list of sessions shows and revokes by; not the secret. */
    publicId: uuid('public_id').notNull().unique(),
    userAgent: text('user_agent').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sessions_member').on(table.memberId)],
);

/**
 * A sign-in by Google that was begun. State, nonce and PKCE verifier are derived from the id and a secret, so none is
 * stored.
 */
export const googleSignIns = pgTable('google_sign_ins', {
  id: id(),
  /** SHA-256 of the cookie of the browser that began; no other browser may go on with it. */
  browserHash: text('browser_hash').notNull(),
  language: text('language').$type<Language>().notNull(),
  returnTo: text('return_to').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

/** A sign-in link that was asked for. Its token is derived from the id and a secret, so none is stored. */
export const signInLinks = pgTable('sign_in_links', {
  id: id(),
  email: text('email').notNull(),
  language: text('language').$type<Language>().notNull(),
  /** SHA-256 of the cookie of the browser that asked; no other browser may use the link. */
  browserHash: text('browser_hash').notNull(),
  returnTo: text('return_to').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});
