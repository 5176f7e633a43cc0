import { type ArchiveFailure, BacklotError, isDownloadFailure, videoKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { readRange, sha256Of } from '../media/verify-upload.ts';
import { holdStorage } from '../usage/stored-bytes.ts';
import { type Claim, claimArchive } from './archive/claim.ts';
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
    const failure = await archive(ctx, claim);
    if (failure !== null) await failArchive(ctx, claim, failure);
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

/** Leaves nothing in storage of a copy that was given up or is not wanted any more, and no open parts of one that is whole. */
export async function clearArchiveLeftovers(ctx: Ctx, input: { videoId: string }): Promise<void> {
  const { videos } = tables;
  const [video] = await ctx.db
    .select({ id: videos.id, memberId: videos.memberId, storage: videos.storage })
    .from(videos)
    .where(eq(videos.id, input.videoId));
  if (!video || !['stored', 'failed', 'deleted'].includes(video.storage)) return;
  const { objects } = ctx.ports;
  const key = videoKey(video);
  for (const multipartId of await objects.findMultiparts(key))
    await objects.abortMultipart({ key, multipartId });
  if (video.storage !== 'stored') await objects.delete(key);
}
