import { placesOf } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/**
 * Clears the storage of an asset that was taken out of use: open parts first, then the object wherever it stands. Any
 * other asset is left alone, so that whoever brings bytes calls this at its end: it may have been taken out of use, and
 * cleared, meanwhile.
 */
export async function removeAsset(ctx: Ctx, input: { assetId: string }): Promise<void> {
  const [asset] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, input.assetId));
  if (asset?.state !== 'removed') return;
  const { objects } = ctx.ports;
  for (const key of placesOf(asset)) {
    for (const multipartId of await objects.findMultiparts(key))
      await objects.abortMultipart({ key, multipartId });
    await objects.delete(key);
  }
}
