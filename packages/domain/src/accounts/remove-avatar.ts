import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx } from '../context.ts';
import { removeAssets } from '../media/remove-assets.ts';
import { tell } from '../notices.ts';
import { theOne } from '../rows.ts';

/** Shows the member without a picture again. Without one, nothing happens. */
export async function removeAvatar(ctx: MemberCtx): Promise<void> {
  const { memberId } = ctx.actor;
  await inTransaction(ctx, async (ctx) => {
    const { avatarAssetId } = theOne(
      await ctx.tx.select().from(tables.members).where(eq(tables.members.id, memberId)).for('update'),
    );
    if (avatarAssetId === null) return;
    await ctx.tx.update(tables.members).set({ avatarAssetId: null }).where(eq(tables.members.id, memberId));
    await removeAssets(ctx, { assetIds: [avatarAssetId] });
    await tell(ctx, `member:${memberId}`, { kind: 'profile_changed' });
  });
}
