import type { AssetPurpose, AssetState, Refusal, UploadState } from '@backlot/core';
import { isVerified } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import type { AssetRow, UploadRow } from './own-upload.ts';

/** An upload as its owner's browser sees it. */
export type UploadView = {
  uploadId: string;
  assetId: string;
  /** Null for an avatar. */
  campaignId: string | null;
  purpose: AssetPurpose;
  state: UploadState;
  assetState: AssetState;
  /** The server has checked every byte: the browser may delete its copy. */
  verified: boolean;
  partSizeBytes: number;
  partCount: number;
  sizeBytes: number;
  sha256: string;
  /** Why this try was refused, if it was. */
  refusal: Refusal | null;
  /** Why the try before this one was refused, if it was. */
  lastRefusal: Refusal | null;
};

export function uploadView(
  upload: UploadRow,
  asset: AssetRow,
  lastRefusal: Refusal | null = null,
): UploadView {
  return {
    uploadId: upload.id,
    assetId: asset.id,
    campaignId: asset.campaignId,
    purpose: asset.purpose,
    state: upload.state,
    assetState: asset.state,
    verified: isVerified(asset.state),
    partSizeBytes: upload.partSizeBytes,
    partCount: upload.partCount,
    sizeBytes: asset.sizeBytes,
    sha256: asset.sha256,
    refusal: upload.refusal,
    lastRefusal,
  };
}

/** The newest upload of an asset of the actor's own. NOT_FOUND before there is a right to upload. */
export async function viewUpload(ctx: MemberCtx, input: { assetId: string }): Promise<UploadView> {
  const rows = await ctx.db
    .select({ upload: tables.uploads, asset: tables.assets })
    .from(tables.uploads)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
    .where(and(eq(tables.uploads.assetId, input.assetId), eq(tables.uploads.memberId, ctx.actor.memberId)))
    .orderBy(desc(tables.uploads.id))
    .limit(2);
  const newest = oneOr404(rows);
  return uploadView(newest.upload, newest.asset, rows[1]?.upload.refusal ?? null);
}

/** Every upload of the actor's that may still bring bytes or is being checked, for the tray. */
export async function listLiveUploads(ctx: MemberCtx): Promise<UploadView[]> {
  const rows = await ctx.db
    .select({ upload: tables.uploads, asset: tables.assets })
    .from(tables.uploads)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
    .where(
      and(
        eq(tables.uploads.memberId, ctx.actor.memberId),
        inArray(tables.uploads.state, ['granted', 'open', 'completing']),
      ),
    )
    .orderBy(tables.uploads.id);
  return rows.map((row) => uploadView(row.upload, row.asset));
}
