import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { tell } from '../notices.ts';

/**
 * Opens a granted upload at the storage. Run twice, or by two workers, one multipart upload stays: what a dead run
 * left under the same key is adopted, and whoever loses the race ends its own.
 */
export async function openUpload(ctx: Ctx, input: { uploadId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ upload: tables.uploads, asset: tables.assets })
    .from(tables.uploads)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
    .where(eq(tables.uploads.id, input.uploadId));
  if (row?.upload.state !== 'granted') return;
  const { key, contentType, id: assetId, campaignId, memberId } = row.asset;
  const [left] = await ctx.ports.objects.findMultiparts(key);
  const multipartId = left ?? (await ctx.ports.objects.openMultipart({ key, contentType }));

  const settled = await inTransaction(ctx, async (ctx) => {
    const opened = await ctx.tx
      .update(tables.uploads)
      .set({ state: 'open', multipartId, openedAt: ctx.now() })
      .where(and(eq(tables.uploads.id, input.uploadId), eq(tables.uploads.state, 'granted')))
      .returning({ id: tables.uploads.id });
    if (opened.length > 0) {
      await tell(ctx, `member:${memberId}`, { kind: 'upload_changed', assetId, campaignId });
      return multipartId;
    }
    const [now] = await ctx.tx
      .select({ state: tables.uploads.state, multipartId: tables.uploads.multipartId })
      .from(tables.uploads)
      .where(eq(tables.uploads.id, input.uploadId));
    return now?.multipartId ?? null;
  });
  if (settled !== multipartId) await ctx.ports.objects.abortMultipart({ key, multipartId });
}
