import { tables } from '@backlot/db';
import { and, asc, desc, gt, inArray, lt } from 'drizzle-orm';
import type { Ctx } from './context.ts';
import type { Audience, Notice } from './notices.ts';

export type NumberedNotice = { id: number; notice: Notice };

/** Notices of these audiences after an id, oldest first, a page at a time. */
export async function noticesAfter(
  ctx: Ctx,
  audiences: readonly Audience[],
  afterId: number,
): Promise<NumberedNotice[]> {
  const rows = await ctx.db
    .select({ id: tables.notices.id, notice: tables.notices.notice })
    .from(tables.notices)
    .where(and(inArray(tables.notices.audience, [...audiences]), gt(tables.notices.id, afterId)))
    .orderBy(asc(tables.notices.id))
    .limit(200);
  return rows.map((row) => ({ id: row.id, notice: row.notice as Notice }));
}

/** The id after which a reader that begins now has everything; 0 when there never was a notice. */
export async function newestNotice(ctx: Ctx, audiences: readonly Audience[]): Promise<number> {
  const [row] = await ctx.db
    .select({ id: tables.notices.id })
    .from(tables.notices)
    .where(inArray(tables.notices.audience, [...audiences]))
    .orderBy(desc(tables.notices.id))
    .limit(1);
  return row?.id ?? 0;
}

/** A reader that was away longer than this reads its pages anew anyway. */
const keepMs = 24 * 3_600_000;

export async function purgeNotices(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(tables.notices)
    .where(lt(tables.notices.createdAt, new Date(ctx.now().getTime() - keepMs)));
}
