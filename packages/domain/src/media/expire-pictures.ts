import { broughtPictures, picturePatienceMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, lte, notExists, or, sql } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { removeAssets } from './remove-assets.ts';

/** Pictures that were chosen a day ago and never brought, and seeds that were brought and never used: they go. */
export async function expirePictures(ctx: Ctx): Promise<void> {
  const { assets, generations } = tables;
  const before = new Date(ctx.now().getTime() - picturePatienceMs);
  await inTransaction(ctx, async (ctx) => {
    const used = ctx.tx
      .select({ one: sql`1` })
      .from(generations)
      .where(eq(generations.seedAssetId, assets.id));
    const due = await ctx.tx
      .select({ id: assets.id })
      .from(assets)
      .where(
        and(
          inArray(assets.purpose, [...broughtPictures]),
          lte(assets.createdAt, before),
          or(
            eq(assets.state, 'awaiting_upload'),
            and(eq(assets.purpose, 'seed'), eq(assets.state, 'stored'), notExists(used)),
          ),
        ),
      );
    await removeAssets(ctx, { assetIds: due.map(({ id }) => id) });
  });
}
