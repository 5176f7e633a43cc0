import { createHash } from 'node:crypto';
import { BacklotError, filmLimits, isBroughtPicture, type ObjectStore, type Refusal } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { beginReview } from '../moderation/begin-review.ts';
import { tell, tellModerators } from '../notices.ts';
import { theOne } from '../rows.ts';
import { grantUpload } from './grant-upload.ts';
import { imageTypeOf } from './image-type.ts';
import type { AssetRow, UploadRow } from './own-upload.ts';
import { removeAsset } from './remove-asset.ts';
import { clearPictureLeftovers, verifyPicture } from './verify-picture.ts';

/** Two clocks of a container may round differently; more than this is another film. */
const durationToleranceMs = 500;

/**
 * Puts the parts together and holds the object to its promise: size, SHA-256 over every byte, container and
 * duration from the bytes. Then the asset is `stored`; otherwise the object is deleted and a new upload is granted.
 * May die and run again at any point.
 */
export async function verifyUpload(ctx: Ctx, input: { uploadId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ upload: tables.uploads, asset: tables.assets })
    .from(tables.uploads)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.uploads.assetId))
    .where(eq(tables.uploads.id, input.uploadId));
  if (!row) return;
  if (row.upload.state === 'completing') await verify(ctx, row.upload, row.asset);
  else await clearPictureLeftovers(ctx, row.asset);
  await removeAsset(ctx, { assetId: row.asset.id });
}

async function verify(ctx: Ctx, upload: UploadRow, asset: AssetRow): Promise<void> {
  await putTogether(ctx.ports.objects, upload, asset);
  if (isBroughtPicture(asset.purpose)) return verifyPicture(ctx, upload, asset, asset.purpose);
  const refusal = await findRefusal(ctx, asset);
  if (refusal !== null) await ctx.ports.objects.delete(asset.key);
  await inTransaction(ctx, (ctx) =>
    refusal === null ? settleStored(ctx, upload, asset) : settleRefused(ctx, upload, asset, refusal),
  );
}

async function putTogether(objects: ObjectStore, upload: UploadRow, asset: AssetRow): Promise<void> {
  if (upload.multipartId === null) throw new BacklotError('INTERNAL');
  const multipart = { key: asset.key, multipartId: upload.multipartId };
  try {
    await objects.completeMultipart({ ...multipart, parts: await objects.listParts(multipart) });
  } catch (error) {
    // Gone: an earlier run of this job completed it, or nothing is there. The object itself answers which.
    if (!(error instanceof BacklotError && error.code === 'NOT_FOUND')) throw error;
  }
}

async function findRefusal(ctx: Ctx, asset: AssetRow): Promise<Refusal | null> {
  const { objects, films } = ctx.ports;
  const broken = await brokenPromise(objects, asset);
  if (broken !== null) return broken;
  const range = (start: number, endExclusive: number) => readRange(objects, asset.key, start, endExclusive);
  if (asset.purpose === 'poster')
    return imageTypeOf(await range(0, Math.min(16, asset.sizeBytes))) === asset.contentType
      ? null
      : 'container';
  const reading = await films.read({ sizeBytes: asset.sizeBytes, range });
  if (!reading.ok || reading.container !== asset.container) return 'container';
  const apart = Math.abs(reading.durationMs - (asset.durationMs ?? 0));
  return apart > durationToleranceMs || reading.durationMs > filmLimits.durationMsMax ? 'duration' : null;
}

/** Whether what arrived is, byte for byte, what was promised. */
export async function brokenPromise(
  objects: ObjectStore,
  asset: AssetRow,
): Promise<'missing' | 'size' | 'sha256' | null> {
  const facts = await objects.head(asset.key);
  if (facts === null) return 'missing';
  if (facts.sizeBytes !== asset.sizeBytes) return 'size';
  return (await sha256Of(objects, asset.key)) === asset.sha256 ? null : 'sha256';
}

/** SHA-256 of a whole object, streamed; lower-case hex. */
export async function sha256Of(objects: ObjectStore, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await objects.read(key)) hash.update(chunk);
  return hash.digest('hex');
}

export async function readRange(
  objects: ObjectStore,
  key: string,
  start: number,
  endExclusive: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await objects.read(key, { start, endExclusive })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function settleStored(ctx: TxCtx, upload: UploadRow, asset: AssetRow): Promise<void> {
  const now = ctx.now();
  if (!(await endUpload(ctx, upload, { state: 'done' }))) return;
  const stored = theOne(
    await ctx.tx
      .update(tables.assets)
      .set({ state: 'stored', storedAt: now, updatedAt: now })
      .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, 'verifying')))
      .returning(),
  );
  const { id, campaignId } = stored;
  const isFilm = asset.purpose === 'film' && campaignId !== null;
  if (isFilm) await beginReview(ctx, { id, campaignId });
  else await followFilm(ctx, stored);
  await tellOwner(ctx, asset);
  if (isFilm) await tellModerators(ctx);
}

/** A poster that comes after its film was approved goes public by itself. */
async function followFilm(ctx: TxCtx, poster: AssetRow): Promise<void> {
  const decided = await ctx.tx
    .select({ id: tables.assets.id })
    .from(tables.campaigns)
    .innerJoin(tables.assets, eq(tables.assets.id, tables.campaigns.filmAssetId))
    .where(
      and(
        eq(tables.campaigns.posterAssetId, poster.id),
        inArray(tables.assets.state, ['approved', 'published']),
      ),
    );
  if (decided.length > 0) await ctx.queue.enqueue(ctx.tx, 'asset.promote', { assetId: poster.id });
}

async function settleRefused(
  ctx: TxCtx,
  upload: UploadRow,
  asset: AssetRow,
  refusal: Refusal,
): Promise<void> {
  if (!(await endUpload(ctx, upload, { state: 'refused', refusal }))) return;
  await ctx.tx
    .update(tables.assets)
    .set({ state: 'awaiting_upload', updatedAt: ctx.now() })
    .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, 'verifying')));
  await grantUpload(ctx, asset);
  await tellOwner(ctx, asset);
}

/** False when another run of the job was first. */
export async function endUpload(
  ctx: TxCtx,
  upload: UploadRow,
  end: { state: 'done' } | { state: 'refused'; refusal: Refusal },
): Promise<boolean> {
  const rows = await ctx.tx
    .update(tables.uploads)
    .set({ ...end, endedAt: ctx.now() })
    .where(and(eq(tables.uploads.id, upload.id), eq(tables.uploads.state, 'completing')))
    .returning({ id: tables.uploads.id });
  return rows.length > 0;
}

const tellOwner = (ctx: TxCtx, asset: AssetRow): Promise<void> =>
  tell(ctx, `member:${asset.memberId}`, {
    kind: 'upload_changed',
    assetId: asset.id,
    campaignId: asset.campaignId,
  });
