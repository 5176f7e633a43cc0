import { partCount, partSizeBytes } from '@backlot/core';
import { tables } from '@backlot/db';
import type { TxCtx } from '../context.ts';

/**
 * Writes the right to upload an asset and the job that opens it at the storage. Called in the transaction that
 * confirms the payment: both are there or neither.
 */
export async function grantUpload(
  ctx: TxCtx,
  asset: { id: string; memberId: string; sizeBytes: number },
): Promise<void> {
  const id = ctx.newId();
  const partBytes = partSizeBytes(asset.sizeBytes);
  const rows = await ctx.tx
    .insert(tables.uploads)
    .values({
      id,
      assetId: asset.id,
      memberId: asset.memberId,
      state: 'granted',
      partSizeBytes: partBytes,
      partCount: partCount(asset.sizeBytes, partBytes),
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: tables.uploads.id });
  if (rows.length > 0) await ctx.queue.enqueue(ctx.tx, 'upload.open', { uploadId: id });
}
