import { avatarKey, pendingKey, successKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** Clears the storage of an asset that was taken out of use: open parts first, then the object wherever it stands. */
export async function removeAsset(ctx: Ctx, input: { assetId: string }): Promise<void> {
  const [asset] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, input.assetId));
  if (asset?.state !== 'removed') return;
  const key = pendingKey(asset);
  for (const multipartId of await ctx.ports.objects.findMultiparts(key))
    await ctx.ports.objects.abortMultipart({ key, multipartId });
  await ctx.ports.objects.delete(key);
  await ctx.ports.objects.delete(asset.key);
  await ctx.ports.objects.delete(asset.purpose === 'avatar' ? avatarKey(asset) : successKey(asset));
}
