import { type BroughtPicture, liveUploadStates, type PictureContentType, pendingKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { holdStorage } from '../usage/stored-bytes.ts';
import { grantUpload } from './grant-upload.ts';
import { removeAssets } from './remove-assets.ts';

const extensions = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

/**
 * The right to bring a picture of the member's own. One for the same use that is still on its way gives way to it; what stands
 * already stays until the new one is made.
 * @returns the asset whose upload opens in a moment (see `viewUpload`)
 */
export async function openPictureUpload(
  ctx: MemberCtx,
  purpose: BroughtPicture,
  input: { contentType: PictureContentType; sizeBytes: number; sha256: string },
): Promise<{ assetId: string }> {
  const { memberId } = ctx.actor;
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    await ctx.tx.select().from(tables.members).where(eq(tables.members.id, memberId)).for('update');
    const onTheWay = await ctx.tx
      .select({ id: tables.assets.id })
      .from(tables.assets)
      .innerJoin(tables.uploads, eq(tables.uploads.assetId, tables.assets.id))
      .where(
        and(
          eq(tables.assets.memberId, memberId),
          eq(tables.assets.purpose, purpose),
          inArray(tables.uploads.state, [...liveUploadStates]),
        ),
      );
    await removeAssets(ctx, { assetIds: onTheWay.map(({ id }) => id) });
    await holdStorage(ctx, memberId, input.sizeBytes);
    const id = ctx.newId();
    const extension = extensions[input.contentType];
    const asset = { id, memberId, sizeBytes: input.sizeBytes };
    await ctx.tx.insert(tables.assets).values({
      ...asset,
      purpose,
      state: 'awaiting_upload',
      key: pendingKey({ memberId, id, extension }),
      sha256: input.sha256,
      contentType: input.contentType,
      extension,
      originalName: `${purpose}.${extension}`,
      createdAt: now,
      updatedAt: now,
    });
    await grantUpload(ctx, asset);
    return { assetId: id };
  });
}
