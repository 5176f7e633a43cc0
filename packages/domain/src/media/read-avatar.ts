import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { oneOr404 } from '../rows.ts';

/** The bytes of an avatar that is shown; NOT_FOUND for any other asset, and for one that was taken down. */
export async function readAvatar(
  ctx: Ctx,
  input: { assetId: string },
): Promise<{ bytes: AsyncIterable<Uint8Array>; sizeBytes: number; contentType: string }> {
  const { key, sizeBytes, contentType } = oneOr404(
    await ctx.db
      .select()
      .from(tables.assets)
      .where(
        and(
          eq(tables.assets.id, input.assetId),
          eq(tables.assets.purpose, 'avatar'),
          eq(tables.assets.state, 'published'),
        ),
      ),
  );
  return { bytes: await ctx.ports.objects.read(key), sizeBytes, contentType };
}
