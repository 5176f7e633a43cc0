import {
  type ArchiveFailure,
  BacklotError,
  isDownloadFailure,
  mayHaveMoved,
  nextArchiveTry,
  videoKey,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { readRange, sha256Of } from '../media/verify-upload.ts';
import { holdStorage } from '../usage/stored-bytes.ts';
import { atNewAddress, expiresAtMs, withLivingAddress } from './archive/address.ts';
import { type Claim, claimArchive, holds } from './archive/claim.ts';
import { copyVideo } from './archive/copy.ts';
import { failArchive, type StoredFile, settleArchived } from './archive/settle.ts';

/**
 * Copies a provider's file into our storage: read behind the guard, hashed and sent in parts at once, held to be a real film
 * by its bytes, then made the member's. May die anywhere, run late and run twice: the newest run has the claim, goes on from
 * the parts that are there, and whoever lost it leaves.
 */
export async function archiveVideo(ctx: Ctx, input: { videoId: string }): Promise<void> {
  const claim = await claimArchive(ctx, input.videoId);
  if (claim) {
    const living = await withLivingAddress(ctx, claim);
    const failure = await archive(ctx, living);
    if (failure !== null) await endTry(ctx, living, failure);
  }
  await clearArchiveLeftovers(ctx, input);
}

async function archive(ctx: Ctx, claim: Claim): Promise<ArchiveFailure | null> {
  try {
    const copied = (await alreadyThere(ctx, claim)) ?? (await copyVideo(ctx, claim, mayHold(ctx, claim)));
    if (copied.end === 'lost') return null;
    if (copied.end === 'not a video') return 'not_a_video';
    const file = await readStored(ctx, claim, copied);
    if (file === null) return 'not_a_video';
    await settleArchived(ctx, claim, file);
    return null;
  } catch (error) {
    const failure = failureOf(error);
    // Storage or database: the job itself comes again, and goes on from the parts that are there.
    if (failure === null) throw error;
    return failure;
  }
}

/** After a failure: another try, at another address when the provider has one, or none. */
async function endTry(ctx: Ctx, claim: Claim, failure: ArchiveFailure): Promise<void> {
  const nowMs = ctx.now().getTime();
  const moved = mayHaveMoved(failure, expiresAtMs(claim.video), nowMs)
    ? await atNewAddress(ctx, claim)
    : null;
  const next = moved ?? claim;
  const nextMs = nextArchiveTry({
    failure,
    failedTries: claim.video.tries + 1,
    nowMs,
    giveUpAtMs: claim.video.giveUpAt?.getTime() ?? Number.POSITIVE_INFINITY,
    expiresAtMs: expiresAtMs(next.video),
    moved: moved !== null,
    random: Math.random(),
  });
  if (nextMs === null) await discardCopy(ctx, claim.video, () => holds(ctx, claim));
  await failArchive(ctx, next, { failure, nextTryAt: nextMs === null ? null : new Date(nextMs) });
}

/** A run that died after it had put the parts together has left the object. */
async function alreadyThere(ctx: Ctx, claim: Claim) {
  if (claim.before.multipartId === null) return null;
  const { objects } = ctx.ports;
  const key = videoKey(claim.video);
  const open = await objects.findMultiparts(key);
  if (open.includes(claim.before.multipartId)) return null;
  const facts = await objects.head(key);
  return facts && { end: 'whole' as const, sizeBytes: facts.sizeBytes, sha256: null };
}

/** What the bytes say, of the whole object; null when they are no film. */
async function readStored(
  ctx: Ctx,
  { video }: Claim,
  { sizeBytes, sha256 }: { sizeBytes: number; sha256: string | null },
): Promise<StoredFile | null> {
  const { objects, films } = ctx.ports;
  const key = videoKey(video);
  const film = await films.read({
    sizeBytes,
    range: (start, endExclusive) => readRange(objects, key, start, endExclusive),
  });
  if (!film.ok) return null;
  return { sizeBytes, sha256: sha256 ?? (await sha256Of(objects, key)), film };
}

/** Looks for room before the bytes come; what was looked for is counted when they are there. */
const mayHold = (ctx: Ctx, claim: Claim) => (sizeBytes: number) =>
  inTransaction(ctx, (ctx) => holdStorage(ctx, claim.video.memberId, sizeBytes));

function failureOf(error: unknown): ArchiveFailure | null {
  if (!(error instanceof BacklotError)) return null;
  if (error.code === 'QUOTA_EXCEEDED') return 'storage_full';
  return error.code === 'DOWNLOAD_FAILED' && isDownloadFailure(error.data.reason) ? error.data.reason : null;
}

/** Leaves no open parts of a copy that is whole, and nothing at all of a video that was thrown away. */
async function clearArchiveLeftovers(ctx: Ctx, input: { videoId: string }): Promise<void> {
  const { videos } = tables;
  const [video] = await ctx.db
    .select({ id: videos.id, memberId: videos.memberId, storage: videos.storage })
    .from(videos)
    .where(eq(videos.id, input.videoId));
  if (video?.storage === 'deleted') return discardCopy(ctx, video, async () => true);
  if (video?.storage === 'stored') await abortParts(ctx, videoKey(video));
}

/**
 * Leaves nothing in storage of a copy.
 * @param mayStill asked last of all: a run that gives up deletes while the claim is its own, because the next try's film has
 * the same key, and storage may have been slow
 */
async function discardCopy(
  ctx: Ctx,
  video: { memberId: string; id: string },
  mayStill: () => Promise<boolean>,
): Promise<void> {
  const key = videoKey(video);
  await abortParts(ctx, key);
  if (await mayStill()) await ctx.ports.objects.delete(key);
}

async function abortParts({ ports: { objects } }: Ctx, key: string): Promise<void> {
  for (const multipartId of await objects.findMultiparts(key))
    await objects.abortMultipart({ key, multipartId });
}
