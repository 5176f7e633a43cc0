import { type AssetState, assetStates, isVerified } from '@backlot/core';
import { tables } from '@backlot/db';
import { makeZip } from 'client-zip';
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Ctx } from '../context.ts';
import { type Concern, concernsOf } from './concerns.ts';

const rowsAtOnce = 500;

/**
 * All that is a member's as a ZIP, as a stream that holds some rows or some kilobytes of a film at a time: a JSON file
 * a table, then every stored object. Films are stored as they are; they would not become smaller.
 */
export function zipOf(ctx: Ctx, member: { id: string; email: string }): AsyncIterable<Uint8Array> {
  return makeZip(entriesOf(ctx, member));
}

async function* entriesOf(ctx: Ctx, member: { id: string; email: string }) {
  const lastModified = ctx.now();
  for (const concern of concernsOf(member))
    yield { name: `data/${concern.name}.json`, lastModified, input: jsonOf(ctx, concern) };
  for (const id of await storedAssets(ctx, member.id)) {
    const file = await fileOf(ctx, id);
    if (file) yield { ...file, lastModified };
  }
}

/** A JSON array, row by row. */
async function* jsonOf(ctx: Ctx, concern: Concern): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let before = '[';
  for await (const row of rowsOf(ctx, concern)) {
    yield encoder.encode(`${before}\n${JSON.stringify(row, plain)}`);
    before = ',';
  }
  yield encoder.encode(before === '[' ? '[]\n' : '\n]\n');
}

/** Whole numbers beyond 2^53 as text, which loses nothing. */
const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

type Row = Record<string, unknown>;

async function* rowsOf(ctx: Ctx, { table, where, order, hidden }: Concern): AsyncGenerator<Row> {
  const columns = getTableColumns(table) as Record<string, PgColumn>;
  const keyOf = new Map(Object.entries(columns).map(([key, column]) => [column.name, key]));
  let last: Row | null = null;
  for (;;) {
    const page: Row[] = await ctx.db
      .select()
      .from(table)
      .where(and(where, last ? after(order, last, keyOf) : undefined))
      .orderBy(...order.map((column) => asc(column)))
      .limit(rowsAtOnce);
    for (const row of page)
      yield Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.includes(key)));
    if (page.length < rowsAtOnce) return;
    last = page.at(-1) ?? null;
  }
}

/** Rows that come after this one in the order of these columns. */
function after(order: readonly PgColumn[], last: Row, keyOf: Map<string, string>) {
  const values = order.map((column) => sql`${sql.param(last[keyOf.get(column.name) ?? ''], column)}`);
  return sql`(${sql.join([...order], sql`, `)}) > (${sql.join(values, sql`, `)})`;
}

const storedStates: AssetState[] = assetStates.filter(isVerified);

async function storedAssets(ctx: Ctx, memberId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: tables.assets.id })
    .from(tables.assets)
    .where(and(eq(tables.assets.memberId, memberId), inArray(tables.assets.state, storedStates)))
    .orderBy(tables.assets.id);
  return rows.map(({ id }) => id);
}

/** A stored object under a name that its row in data/assets.json has; null when it was removed meanwhile. */
async function fileOf(ctx: Ctx, assetId: string) {
  const [asset] = await ctx.db
    .select()
    .from(tables.assets)
    .where(and(eq(tables.assets.id, assetId), inArray(tables.assets.state, storedStates)));
  if (!asset) return null;
  const extension = /\.(\w+)$/.exec(asset.key)?.[1] ?? asset.extension;
  const input = await ctx.ports.objects.read(asset.key);
  return { name: `${asset.purpose}s/${asset.id}.${extension}`, input, size: asset.sizeBytes };
}
