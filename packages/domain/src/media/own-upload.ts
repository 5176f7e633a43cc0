import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';

export type UploadRow = typeof tables.uploads.$inferSelect;
export type AssetRow = typeof tables.assets.$inferSelect;

/** An upload of the actor's own with its asset; NOT_FOUND for anybody else's. */
export async function ownUpload(
  ctx: MemberCtx,
  uploadId: string,
): Promise<{ upload: UploadRow; asset: AssetRow }> {
  return oneOr404(
    await ctx.db
      .select({ upload: tables.uploads, asset: tables.assets })
      .from(tables.uploads)
      .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
      .where(and(eq(tables.uploads.id, uploadId), eq(tables.uploads.memberId, ctx.actor.memberId))),
  );
}

/** The same, and it must be open; WRONG_STATE otherwise. */
export async function ownOpenUpload(ctx: MemberCtx, uploadId: string) {
  const { upload, asset } = await ownUpload(ctx, uploadId);
  if (upload.state !== 'open' || upload.multipartId === null)
    throw new BacklotError('WRONG_STATE', { status: upload.state });
  return { upload, asset, multipartId: upload.multipartId };
}
