import { BacklotError, exportAddressExpiresInSeconds, exportKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';

type Row = typeof tables.memberExports.$inferSelect;

/** The member's copy of everything, as far as it is. */
export type ExportView = {
  exportId: string;
  state: 'asked' | 'ready';
  askedAt: string;
  sizeBytes: number | null;
  /** Until when it may be fetched. */
  expiresAt: string | null;
};

export const exportView = (row: Row): ExportView => ({
  exportId: row.id,
  state: row.state === 'ready' ? 'ready' : 'asked',
  askedAt: row.createdAt.toISOString(),
  sizeBytes: row.sizeBytes,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

/** The newest export that is being made or may be fetched; null when there is none. */
export async function viewExport(ctx: MemberCtx): Promise<ExportView | null> {
  const { memberExports } = tables;
  const rows = await ctx.db
    .select()
    .from(memberExports)
    .where(and(eq(memberExports.memberId, ctx.actor.memberId), ne(memberExports.state, 'expired')))
    .orderBy(desc(memberExports.id));
  const now = ctx.now();
  const [newest] = rows.filter((row) => row.expiresAt === null || row.expiresAt > now);
  return newest ? exportView(newest) : null;
}

/** An address by which the member's browser fetches the export; it lives minutes. NOT_FOUND when it is not there. */
export async function fetchExport(ctx: MemberCtx, input: { exportId: string }): Promise<{ url: string }> {
  const { memberExports } = tables;
  const [row] = await ctx.db
    .select()
    .from(memberExports)
    .where(
      and(
        eq(memberExports.id, input.exportId),
        eq(memberExports.memberId, ctx.actor.memberId),
        eq(memberExports.state, 'ready'),
        gt(memberExports.expiresAt, ctx.now()),
      ),
    );
  if (!row) throw new BacklotError('NOT_FOUND');
  const url = await ctx.ports.objects.presignRead({
    key: exportKey(row),
    expiresInSeconds: exportAddressExpiresInSeconds,
    contentType: 'application/zip',
    downloadName: `backlot-${row.createdAt.toISOString().slice(0, 10)}.zip`,
  });
  return { url };
}
