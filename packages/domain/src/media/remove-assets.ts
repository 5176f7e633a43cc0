import { liveUploadStates } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/**
 * Takes assets out of use in one transaction: state `removed`, live uploads ended, and a job
 * each that clears the storage.
 */
export async function removeAssets(
  ctx: TxCtx,
  which: { campaignId: string; assetIds?: readonly string[] } | { assetIds: readonly string[] },
): Promise<void> {
  const now = ctx.now();
  const inUse = await ctx.tx
    .select({ id: tables.assets.id })
    .from(tables.assets)
    .where(
      and(
        'campaignId' in which ? eq(tables.assets.campaignId, which.campaignId) : undefined,
        ne(tables.assets.state, 'removed'),
        which.assetIds ? inArray(tables.assets.id, [...which.assetIds]) : undefined,
      ),
    );
  if (inUse.length === 0) return;
  const ids = inUse.map((asset) => asset.id);
  // Uploads before assets, as everywhere: two transactions that meet here wait instead of locking each other out.
  await ctx.tx
    .update(tables.uploads)
    .set({ state: 'aborted', endedAt: now })
    .where(and(inArray(tables.uploads.assetId, ids), inArray(tables.uploads.state, [...liveUploadStates])));
  const removed = await ctx.tx
    .update(tables.assets)
    .set({ state: 'removed', updatedAt: now })
    .where(and(inArray(tables.assets.id, ids), ne(tables.assets.state, 'removed')))
    .returning({ id: tables.assets.id });
  for (const { id } of removed) await ctx.queue.enqueue(ctx.tx, 'asset.remove', { assetId: id });
}
