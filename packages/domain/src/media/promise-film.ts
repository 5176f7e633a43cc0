import { type FilmPromise, filmContentTypes, pendingKey } from '@backlot/core';
import { tables } from '@backlot/db';
import type { TxCtx } from '../context.ts';
import { holdStorage } from '../usage/stored-bytes.ts';

const posterExtensions = { 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;

/**
 * Writes the assets of a film and its poster; not a byte of them exists in storage. QUOTA_EXCEEDED when the owner's storage
 * has no room for them.
 */
export async function promiseFilm(
  ctx: TxCtx,
  campaign: { id: string; ownerId: string },
  film: FilmPromise,
  state: 'promised' | 'awaiting_upload',
): Promise<{ filmAssetId: string; posterAssetId: string | null }> {
  await holdStorage(ctx, campaign.ownerId, film.sizeBytes + (film.poster?.sizeBytes ?? 0));
  const now = ctx.now();
  const shared = {
    memberId: campaign.ownerId,
    campaignId: campaign.id,
    state,
    createdAt: now,
    updatedAt: now,
  };
  const filmId = ctx.newId();
  await ctx.tx.insert(tables.assets).values({
    ...shared,
    id: filmId,
    purpose: 'film',
    key: pendingKey({ memberId: campaign.ownerId, id: filmId, extension: film.container }),
    extension: film.container,
    contentType: filmContentTypes[film.container],
    sizeBytes: film.sizeBytes,
    sha256: film.sha256,
    originalName: film.originalName,
    container: film.container,
    durationMs: film.durationMs,
    widthPx: film.widthPx,
    heightPx: film.heightPx,
    averageColour: film.poster?.averageColour ?? null,
  });
  if (!film.poster) return { filmAssetId: filmId, posterAssetId: null };
  const posterId = ctx.newId();
  const extension = posterExtensions[film.poster.contentType];
  await ctx.tx.insert(tables.assets).values({
    ...shared,
    id: posterId,
    purpose: 'poster',
    key: pendingKey({ memberId: campaign.ownerId, id: posterId, extension }),
    extension,
    contentType: film.poster.contentType,
    sizeBytes: film.poster.sizeBytes,
    sha256: film.poster.sha256,
    originalName: `poster.${extension}`,
    averageColour: film.poster.averageColour,
  });
  return { filmAssetId: filmId, posterAssetId: posterId };
}
