import { isLive, pendingKey, videoKey, videoPosterKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, inArray, or } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { ArchiveProgress } from '../video/archive/claim.ts';

/** What is younger than this may belong to a job that has not written it down yet. */
const graceMs = 10 * 60_000;
const keysAtOnce = 500;

/**
 * Ends every open multipart upload under pending/ and videos/ that nobody may continue, and deletes copies and posters of videos
 * that were thrown away. It deletes nothing it cannot explain: a key that names nothing of ours is counted and left.
 */
export async function sweepUploads(ctx: Ctx): Promise<{ aborted: number; deleted: number; unknown: number }> {
  const counted = { aborted: 0, deleted: 0, unknown: 0 };
  const { objects } = ctx.ports;
  const isYoung = (since: Date) => ctx.now().getTime() - since.getTime() < graceMs;
  for (const [prefix, ownerOf] of Object.entries(owners))
    for await (const open of objects.listMultiparts(prefix)) {
      if (isYoung(open.initiatedAt)) continue;
      const owner = await ownerOf(ctx, open.key);
      if (owner === null) counted.unknown += 1;
      else if (!owner.multipartIds.includes(open.multipartId)) {
        await objects.abortMultipart(open);
        counted.aborted += 1;
      }
    }
  let keys: string[] = [];
  for await (const { key, lastModified } of objects.list('videos/')) {
    if (isYoung(lastModified)) continue;
    keys.push(key);
    if (keys.length < keysAtOnce) continue;
    counted.deleted += await deleteUnwanted(ctx, keys);
    keys = [];
  }
  counted.deleted += await deleteUnwanted(ctx, keys);
  return counted;
}

type Owner = { multipartIds: string[] };

const owners: Record<string, (ctx: Ctx, key: string) => Promise<Owner | null>> = {
  'pending/': ownerOfAsset,
  'videos/': ownerOfVideo,
};

async function ownerOfAsset(ctx: Ctx, key: string): Promise<Owner | null> {
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

const videoIdIn = (key: string): string[] => {
  const id = /^videos\/[^/]+\/([0-9a-f-]{36})\.(?:mp4|webp)$/.exec(key)?.[1];
  return id === undefined ? [] : [id];
};

const keysOf = (video: { id: string; memberId: string }) => [videoKey(video), videoPosterKey(video)];

const videosOf = async (ctx: Ctx, keys: readonly string[]) => {
  const { id, memberId, storage, progress } = tables.videos;
  const rows = await ctx.db
    .select({ id, memberId, storage, progress })
    .from(tables.videos)
    .where(inArray(id, keys.flatMap(videoIdIn)));
  return rows.filter((row) => keysOf(row).some((key) => keys.includes(key)));
};

async function ownerOfVideo(ctx: Ctx, key: string): Promise<Owner | null> {
  const [video] = await videosOf(ctx, [key]);
  if (!video) return null;
  const { multipartId } = (video.progress ?? { multipartId: null }) as Pick<ArchiveProgress, 'multipartId'>;
  const goesOn = video.storage === 'pending' || video.storage === 'processing';
  return { multipartIds: goesOn && multipartId !== null ? [multipartId] : [] };
}

/**
 * A run that died after it put the parts together, or a poster, leaves an object, which is deleted once its video was thrown away
 * for good. A copy that failed may be tried again at any moment, and is left to that.
 */
async function deleteUnwanted(ctx: Ctx, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const unwanted = (await videosOf(ctx, keys)).filter(({ storage }) => storage === 'deleted');
  const left = unwanted.flatMap(keysOf).filter((key) => keys.includes(key));
  for (const key of left) await ctx.ports.objects.delete(key);
  return left.length;
}
