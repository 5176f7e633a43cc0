import { BacklotError, partRange } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { tell } from '../notices.ts';
import { oneOrLost } from '../rows.ts';
import { ownUpload } from './own-upload.ts';
import { type UploadView, uploadView } from './view.ts';

/**
 * Says that all parts are in; a worker puts them together and checks every byte. Saying it twice is fine.
 * UPLOAD_INCOMPLETE with how many parts storage misses; WRONG_STATE when the upload has ended.
 */
export async function completeUpload(ctx: MemberCtx, input: { uploadId: string }): Promise<UploadView> {
  const { upload, asset } = await ownUpload(ctx, input.uploadId);
  if (upload.state === 'completing' || upload.state === 'done') return uploadView(upload, asset);
  if (upload.state !== 'open' || upload.multipartId === null)
    throw new BacklotError('WRONG_STATE', { status: upload.state });
  const parts = await ctx.ports.objects.listParts({ key: asset.key, multipartId: upload.multipartId });
  const whole = parts.filter((part) => {
    if (part.number > upload.partCount) return false;
    const { startByte, endByte } = partRange(part.number, asset.sizeBytes, upload.partSizeBytes);
    return part.sizeBytes === endByte - startByte;
  });
  if (whole.length !== upload.partCount)
    throw new BacklotError('UPLOAD_INCOMPLETE', { partsMissing: upload.partCount - whole.length });

  const said = await inTransaction(ctx, async (txCtx) => {
    const now = ctx.now();
    const [completing] = await txCtx.tx
      .update(tables.uploads)
      .set({ state: 'completing', completedAt: now })
      .where(and(eq(tables.uploads.id, upload.id), eq(tables.uploads.state, 'open')))
      .returning();
    if (!completing) return null;
    const verifying = oneOrLost(
      await txCtx.tx
        .update(tables.assets)
        .set({ state: 'verifying', updatedAt: now })
        .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, 'awaiting_upload')))
        .returning(),
    );
    await txCtx.queue.enqueue(txCtx.tx, 'upload.verify', { uploadId: upload.id });
    await tell(txCtx, `member:${asset.memberId}`, {
      kind: 'upload_changed',
      assetId: asset.id,
      campaignId: asset.campaignId,
    });
    return uploadView(completing, verifying);
  });
  // Somebody else said it at the same moment, or the upload ended meanwhile: its state now is the answer.
  return said ?? completeUpload(ctx, input);
}
