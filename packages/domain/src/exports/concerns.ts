import { tables } from '@backlot/db';
import { eq, getTableColumns, getTableName, inArray, is, or, type SQL } from 'drizzle-orm';
import { getTableConfig, type PgColumn, PgTable, QueryBuilder } from 'drizzle-orm/pg-core';

/** Rows of one table that are about a member. */
export type Concern = {
  name: string;
  table: PgTable;
  where: SQL | undefined;
  /** What rows are ordered and paged by; unique together. */
  order: PgColumn[];
  /** Columns that say something of others, or that open something. */
  hidden: readonly string[];
};

type Who = { id: string; email: string };

const hiddenOf: Record<string, readonly string[]> = {
  sessions: ['id'],
  sign_in_links: ['browserHash'],
  reviews: ['claimedBy', 'claimedUntil', 'decidedBy'],
  videos: ['source', 'progress'],
};

/** Tables that tell of a member by another way than a column `member_id`. */
function otherWays({ id, email }: Who): [PgTable, SQL | undefined][] {
  const { members, campaigns, orders, payments, refunds, reviews, mails, notices, signInLinks, auditLog } =
    tables;
  const own = new QueryBuilder();
  const ownOrders = own.select({ id: orders.id }).from(orders).where(eq(orders.memberId, id));
  const ownCampaigns = own.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.ownerId, id));
  return [
    [members, eq(members.id, id)],
    [campaigns, eq(campaigns.ownerId, id)],
    [payments, inArray(payments.orderId, ownOrders)],
    [refunds, inArray(refunds.orderId, ownOrders)],
    [reviews, inArray(reviews.campaignId, ownCampaigns)],
    [mails, eq(mails.recipient, email)],
    [notices, eq(notices.audience, `member:${id}`)],
    [signInLinks, eq(signInLinks.email, email)],
    [auditLog, or(eq(auditLog.actorId, id), eq(auditLog.subjectId, id))],
  ];
}

/**
 * Every table with rows about a member: each that has a column `member_id`, and those that tell of members in another
 * way. A new table is thus part of the export by itself, or fails the test beside this file.
 */
export function concernsOf(who: Who): Concern[] {
  const byColumn = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .flatMap((table): [PgTable, SQL][] => {
      const column = getTableColumns(table as PgTable).memberId;
      return column ? [[table as PgTable, eq(column, who.id)]] : [];
    });
  return [...otherWays(who), ...byColumn].map(([table, where]) => {
    const name = getTableName(table);
    return { name, table, where, order: orderOf(table), hidden: hiddenOf[name] ?? [] };
  });
}

/** Its primary key; a table that has none is ordered by all it has. */
function orderOf(table: PgTable): PgColumn[] {
  const columns = Object.values(getTableColumns(table)) as PgColumn[];
  const own = columns.filter((column) => column.primary);
  const composed = getTableConfig(table).primaryKeys[0]?.columns ?? [];
  return own.length > 0 ? own : composed.length > 0 ? composed : columns;
}
