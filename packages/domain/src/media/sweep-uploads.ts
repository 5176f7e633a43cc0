import { isLive, pendingKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, or } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** A multipart upload younger than this may belong to a job that has not written it down yet. */
const graceMs = 10 * 60_000;

/**
 * Ends every open multipart upload under pending/ that nobody may continue. It deletes nothing it cannot explain:
 * a key that names no asset of ours is counted and left.
 */
export async function sweepUploads(ctx: Ctx): Promise<{ aborted: number; unknown: number }> {
  const counted = { aborted: 0, unknown: 0 };
  for await (const open of ctx.ports.objects.listMultiparts('pending/')) {
    if (ctx.now().getTime() - open.initiatedAt.getTime() < graceMs) continue;
    const owner = await ownerOf(ctx, open.key);
    if (owner === null) counted.unknown += 1;
    else if (!owner.multipartIds.includes(open.multipartId)) {
      await ctx.ports.objects.abortMultipart(open);
      counted.aborted += 1;
    }
  }
  return counted;
}

async function ownerOf(ctx: Ctx, key: string): Promise<{ multipartIds: string[] } | null> {
  const id = /^pending\/[^/]+\/([0-9a-f-]{36})\.[a-z0-9]+$/.exec(key)?.[1];
  if (id === undefined) return null;
  const rows = await ctx.db
    .select({ asset: tables.assets, upload: tables.uploads })
    .from(tables.assets)
    .leftJoin(tables.uploads, eq(tables.uploads.assetId, tables.assets.id))
    .where(or(eq(tables.assets.id, id), eq(tables.assets.key, key)));
  if (!rows.some((row) => pendingKey(row.asset) === key)) return null;
  const live = rows.flatMap((row) => (row.upload && isLive(row.upload.state) ? [row.upload] : []));
  return { multipartIds: live.flatMap((upload) => (upload.multipartId ? [upload.multipartId] : [])) };
}
