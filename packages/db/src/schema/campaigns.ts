import type { CampaignDraft, CampaignKind, CampaignStatus, Currency, Language } from '@backlot/core';
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, moment } from '../columns.ts';
import { members } from './accounts.ts';

/** A paid call for films, from first draft to publication. The columns of the terms are filled at Confirm. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: id(),
    /** Unguessable; the public page stands at /c/{slug}. */
    slug: text('slug').notNull().unique(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => members.id),
    kind: text('kind').$type<CampaignKind>().notNull(),
    status: text('status').$type<CampaignStatus>().notNull().default('draft'),
    draft: jsonb('draft').$type<CampaignDraft>().notNull(),
    personName: text('person_name'),
    title: text('title'),
    brief: text('brief'),
    language: text('language').$type<Language>(),
    completionsWanted: integer('completions_wanted'),
    completionPriceMinor: integer('completion_price_minor'),
    completionCurrency: text('completion_currency').$type<Currency>(),
    /** The film that counts now; earlier ones that were replaced stay as removed assets. */
    filmAssetId: uuid('film_asset_id'),
    posterAssetId: uuid('poster_asset_id'),
    orderedAt: moment('ordered_at'),
    publishedAt: moment('published_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('campaigns_owner').on(table.ownerId, table.updatedAt),
    index('campaigns_published').on(table.publishedAt),
  ],
);
