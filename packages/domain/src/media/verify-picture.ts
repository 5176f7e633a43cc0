import { createHash } from 'node:crypto';
import {
  avatarKey,
  type BroughtPicture,
  isBroughtPicture,
  type MadeImage,
  pendingKey,
  type Refusal,
  seedKey,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { tell } from '../notices.ts';
import { theOne } from '../rows.ts';
import type { AssetRow, UploadRow } from './own-upload.ts';
import { removeAssets } from './remove-assets.ts';
import { brokenPromise, endUpload, readRange } from './verify-upload.ts';

type Made = Extract<MadeImage, { ok: true }>;
type Kind = {
  keyOf(asset: AssetRow): string;
  make(ctx: Ctx, bytes: Uint8Array): Promise<MadeImage>;
  settle(ctx: TxCtx, upload: UploadRow, asset: AssetRow, facts: Facts): Promise<void>;
};
type Facts = Partial<typeof tables.assets.$inferInsert>;

/** What a member brings a picture for, and what becomes of it. */
const kinds: Readonly<Record<BroughtPicture, Kind>> = {
  avatar: { keyOf: avatarKey, make: (ctx, bytes) => ctx.ports.images.makeAvatar(bytes), settle: show },
  seed: { keyOf: seedKey, make: (ctx, bytes) => ctx.ports.images.makeSeed(bytes), settle: keepSeed },
};

/**
 * Makes a picture anew from the one that arrived, and puts it to its use. What arrived itself is never shown or handed on, and is
 * deleted either way. May die and run again at any point: the same picture makes the same one under the same name.
 */
export async function verifyPicture(
  ctx: Ctx,
  upload: UploadRow,
  asset: AssetRow,
  purpose: BroughtPicture,
): Promise<void> {
  const { objects } = ctx.ports;
  const kind = kinds[purpose];
  const broken = await brokenPromise(objects, asset);
  const made = broken === null ? await kind.make(ctx, await whole(ctx, asset)) : null;
  if (made?.ok) {
    const key = kind.keyOf(asset);
    await objects.write({ key, contentType: made.contentType, bytes: once(made.bytes) });
    const facts = factsOf(key, made);
    await inTransaction(ctx, (ctx) => kind.settle(ctx, upload, asset, facts));
  } else {
    const refusal = broken ?? made?.reason ?? 'missing';
    await inTransaction(ctx, (ctx) => settleRefused(ctx, upload, asset, refusal));
  }
  const [now] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, asset.id));
  if (now) await clearPictureLeftovers(ctx, now);
}

const factsOf = (key: string, made: Made): Facts => ({
  key,
  sha256: createHash('sha256').update(made.bytes).digest('hex'),
  sizeBytes: made.bytes.byteLength,
  contentType: made.contentType,
  widthPx: made.widthPx,
  heightPx: made.heightPx,
});

/** What a run that died, or that lost a race, may have left in storage. Of anything but such a picture it touches nothing. */
export async function clearPictureLeftovers(ctx: Ctx, asset: AssetRow): Promise<void> {
  if (!isBroughtPicture(asset.purpose)) return;
  if (asset.state === 'published' || asset.state === 'stored' || asset.state === 'removed')
    await ctx.ports.objects.delete(pendingKey(asset));
  if (asset.state === 'removed') await ctx.ports.objects.delete(kinds[asset.purpose].keyOf(asset));
}

const whole = (ctx: Ctx, asset: AssetRow) => readRange(ctx.ports.objects, asset.key, 0, asset.sizeBytes);

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** An avatar is shown at once; the one before goes. */
async function show(ctx: TxCtx, upload: UploadRow, asset: AssetRow, facts: Facts): Promise<void> {
  // The member first, as in every verb that changes who is shown: of two pictures at once the later one stays.
  const member = theOne(
    await ctx.tx.select().from(tables.members).where(eq(tables.members.id, asset.memberId)).for('update'),
  );
  if (!(await settleMade(ctx, upload, asset, { ...facts, state: 'published' }))) return;
  await ctx.tx
    .update(tables.members)
    .set({ avatarAssetId: asset.id })
    .where(eq(tables.members.id, member.id));
  if (member.avatarAssetId !== null) await removeAssets(ctx, { assetIds: [member.avatarAssetId] });
  await tell(ctx, `member:${member.id}`, { kind: 'profile_changed' });
}

/** A seed waits for the generation that it is brought for. */
async function keepSeed(ctx: TxCtx, upload: UploadRow, asset: AssetRow, facts: Facts): Promise<void> {
  if (await settleMade(ctx, upload, asset, { ...facts, state: 'stored' })) await tellOwner(ctx, asset);
}

async function settleMade(ctx: TxCtx, upload: UploadRow, asset: AssetRow, facts: Facts): Promise<boolean> {
  const now = ctx.now();
  if (!(await endUpload(ctx, upload, { state: 'done' }))) return false;
  await ctx.tx
    .update(tables.assets)
    .set({ ...facts, storedAt: now, updatedAt: now })
    .where(and(eq(tables.assets.id, asset.id), eq(tables.assets.state, 'verifying')));
  return true;
}

async function settleRefused(
  ctx: TxCtx,
  upload: UploadRow,
  asset: AssetRow,
  refusal: Refusal,
): Promise<void> {
  if (!(await endUpload(ctx, upload, { state: 'refused', refusal }))) return;
  await removeAssets(ctx, { assetIds: [asset.id] });
  await tellOwner(ctx, asset);
}

const tellOwner = (ctx: TxCtx, asset: AssetRow): Promise<void> =>
  tell(ctx, `member:${asset.memberId}`, { kind: 'upload_changed', assetId: asset.id, campaignId: null });
