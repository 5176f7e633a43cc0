import { createHash } from 'node:crypto';
import { avatarKey, pendingKey, type Refusal } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { tell } from '../notices.ts';
import { theOne } from '../rows.ts';
import type { AssetRow, UploadRow } from './own-upload.ts';
import { removeAssets } from './remove-assets.ts';
import { brokenPromise, endUpload, readRange } from './verify-upload.ts';

/**
 * Makes an avatar of the picture that arrived and shows it; the one before goes. What arrived itself is never shown and
 * is deleted either way. May die and run again at any point: the same picture makes the same avatar under the same name.
 */
export async function verifyAvatar(ctx: Ctx, upload: UploadRow, asset: AssetRow): Promise<void> {
  const { objects, images } = ctx.ports;
  const broken = await brokenPromise(objects, asset);
  const made = broken === null ? await images.makeAvatar(await whole(ctx, asset)) : null;
  if (made?.ok) {
    const key = avatarKey(asset);
    await objects.write({ key, contentType: made.contentType, bytes: once(made.bytes) });
    const sha256 = createHash('sha256').update(made.bytes).digest('hex');
    const facts = {
      key,
      sha256,
      sizeBytes: made.bytes.byteLength,
      contentType: made.contentType,
      widthPx: made.sidePx,
      heightPx: made.sidePx,
    };
    await inTransaction(ctx, (ctx) => settleShown(ctx, upload, asset, facts));
  } else {
    const refusal = broken ?? made?.reason ?? 'missing';
    await inTransaction(ctx, (ctx) => settleRefused(ctx, upload, asset, refusal));
  }
  const [now] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, asset.id));
  if (now) await clearAvatarLeftovers(ctx, now);
}

/** What a run that died, or that lost a race, may have left in storage. Of anything but an avatar it touches nothing. */
export async function clearAvatarLeftovers(ctx: Ctx, asset: AssetRow): Promise<void> {
  if (asset.purpose !== 'avatar') return;
  if (asset.state === 'published' || asset.state === 'removed')
    await ctx.ports.objects.delete(pendingKey(asset));
  if (asset.state === 'removed') await ctx.ports.objects.delete(avatarKey(asset));
}

const whole = (ctx: Ctx, asset: AssetRow) => readRange(ctx.ports.objects, asset.key, 0, asset.sizeBytes);

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function settleShown(
  ctx: TxCtx,
  upload: UploadRow,
  asset: AssetRow,
  facts: Partial<typeof tables.assets.$inferInsert>,
): Promise<void> {
  const now = ctx.now();
  // The member first, as in every verb that changes who is shown: of two pictures at once the later one stays.
  const member = theOne(
    await ctx.tx.select().from(tables.members).where(eq(tables.members.id, asset.memberId)).for('update'),
  );
  if (!(await endUpload(ctx, upload, { state: 'done' }))) return;
  await ctx.tx
    .update(tables.assets)
    .set({ ...facts, state: 'published', storedAt: now, updatedAt: now })
    .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, 'verifying')));
  await ctx.tx
    .update(tables.members)
    .set({ avatarAssetId: asset.id })
    .where(eq(tables.members.id, member.id));
  if (member.avatarAssetId !== null) await removeAssets(ctx, { assetIds: [member.avatarAssetId] });
  await tell(ctx, `member:${member.id}`, { kind: 'profile_changed' });
}

async function settleRefused(
  ctx: TxCtx,
  upload: UploadRow,
  asset: AssetRow,
  refusal: Refusal,
): Promise<void> {
  if (!(await endUpload(ctx, upload, { state: 'refused', refusal }))) return;
  await removeAssets(ctx, { assetIds: [asset.id] });
  await tell(ctx, `member:${asset.memberId}`, {
    kind: 'upload_changed',
    assetId: asset.id,
    campaignId: null,
  });
}
