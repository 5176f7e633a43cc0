import { avatarPatienceMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, lte } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { removeAssets } from './remove-assets.ts';

/** Pictures that were chosen a day ago and never brought: their uploads end and their parts go. */
export async function expireAvatars(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - avatarPatienceMs);
  await inTransaction(ctx, async (ctx) => {
    const due = await ctx.tx
      .select({ id: tables.assets.id })
      .from(tables.assets)
      .where(
        and(
          eq(tables.assets.purpose, 'avatar'),
          eq(tables.assets.state, 'awaiting_upload'),
          lte(tables.assets.createdAt, before),
        ),
      );
    await removeAssets(ctx, { assetIds: due.map(({ id }) => id) });
  });
}
