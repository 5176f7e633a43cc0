import { pendingKey, placesOf } from '@backlot/core';
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
  for (const place of placesOf(asset)) await ctx.ports.objects.delete(place);
}
