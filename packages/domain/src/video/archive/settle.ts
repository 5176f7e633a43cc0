import { type ArchiveFailure, type FilmReading, keepingOf, plans, videoKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { planOf } from '../../billing/plan-of.ts';
import { type Ctx, inTransaction } from '../../context.ts';
import { tell } from '../../notices.ts';
import { holdStorage } from '../../usage/stored-bytes.ts';
import { sourceOf } from '../stored-report.ts';
import { type Claim, changed } from './claim.ts';

export type StoredFile = {
  sizeBytes: number;
  sha256: string;
  film: Extract<FilmReading, { ok: true }>;
};

const types = {
  mp4: { contentType: 'video/mp4', extension: 'mp4' },
  mov: { contentType: 'video/quicktime', extension: 'mov' },
  webm: { contentType: 'video/webm', extension: 'webm' },
} as const;

/**
 * Makes a copied file the member's, in one transaction: it counts from here on, and the provider's address is forgotten.
 * @returns false when the claim was lost, and nothing is changed
 * @throws QUOTA_EXCEEDED when the plan has no room for it
 */
export function settleArchived(ctx: Ctx, claim: Claim, file: StoredFile): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    const { memberId, id: videoId } = claim.video;
    const now = ctx.now();
    await holdStorage(ctx, memberId, file.sizeBytes);
    const assetId = ctx.newId();
    const { container, durationMs, widthPx, heightPx } = file.film;
    await ctx.tx.insert(tables.assets).values({
      ...{ id: assetId, memberId, purpose: 'video', state: 'stored', key: videoKey(claim.video) },
      ...{ sizeBytes: file.sizeBytes, sha256: file.sha256, ...types[container], originalName: '' },
      ...{ container, durationMs, widthPx, heightPx, storedAt: now, createdAt: now, updatedAt: now },
    });
    const keepDays = plans[await planOf(ctx, memberId)].limits.archiveDays;
    const { keepUntil } = keepingOf({ storedAt: now, keepUntil: null, warnedDays: null }, keepDays, now);
    const settled = await changed(ctx, claim, {
      ...{ storage: 'stored', assetId, storedAt: now, keepUntil, lastFailure: null },
      ...{ archivedBytes: file.sizeBytes, sourceSizeBytes: file.sizeBytes },
      ...{ source: null, progress: null, nextTryAt: null, giveUpAt: null },
    });
    if (!settled) throw new ClaimLost();
    await ctx.queue.enqueue(ctx.tx, 'video.poster', { videoId });
    await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId });
    return true;
  }).catch((error: unknown) => {
    if (error instanceof ClaimLost) return false;
    throw error;
  });
}

/** Takes a transaction back whose claim was lost. */
class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** What follows a try that failed. */
export type Ending = {
  failure: ArchiveFailure;
  /** Null when no other try follows by itself. */
  nextTryAt: Date | null;
};

/** Writes down why a try failed, and puts in the next one, if there is one. Does nothing when the claim is lost. */
export async function failArchive(ctx: Ctx, claim: Claim, { failure, nextTryAt }: Ending): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { video } = claim;
    const expiresAt = video.source && sourceOf(video.source).expiresAt;
    const expired = expiresAt && expiresAt <= ctx.now();
    const written = await changed(ctx, claim, {
      ...{ storage: nextTryAt ? 'pending' : 'failed', tries: video.tries + 1, nextTryAt },
      lastFailure: expired && failure === 'not_allowed' ? 'address_expired' : failure,
      // What came of it may be gone on with, unless it was given up.
      ...(nextTryAt ? {} : { progress: null, archivedBytes: 0 }),
    });
    if (!written) return;
    if (nextTryAt)
      await ctx.queue.enqueue(ctx.tx, 'video.archive', { videoId: video.id }, { startAfter: nextTryAt });
    await tell(ctx, `member:${video.memberId}`, { kind: 'video_changed', videoId: video.id });
  });
}
