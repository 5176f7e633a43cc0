import { createHash } from 'node:crypto';
import {
  BacklotError,
  type Download,
  type StoredPart,
  sniffBytes,
  sniffContainer,
  videoKey,
} from '@backlot/core';
import type { Ctx } from '../../context.ts';
import { sourceOf } from '../stored-report.ts';
import { type Claim, holds, keepMultipart } from './claim.ts';
import { archivePartBytes, partSender } from './part-sender.ts';
import { progressTeller } from './progress-teller.ts';

/** What became of a copy. `sha256` is null when a run before this one brought a part of it. */
export type Copied =
  | { end: 'whole'; sizeBytes: number; sha256: string | null }
  | { end: 'not a video' }
  | { end: 'lost' };

/** What lies between a claim and its whole object; thrown to leave the middle of it. */
class Leave extends Error {
  readonly copied: Copied;
  constructor(copied: Copied) {
    super();
    this.copied = copied;
  }
}

/**
 * Brings the bytes of a claimed video into one object, reading, hashing and sending at once, in the memory of a few parts. It
 * goes on from the parts that a run before it left, where the source still has the same bytes.
 * @param mayHold asked with the size as soon as it is known; throws when there is no room for it
 * @throws DOWNLOAD_FAILED of the source, what storage throws, what `mayHold` throws
 */
export async function copyVideo(
  ctx: Ctx,
  claim: Claim,
  mayHold: (sizeBytes: number) => Promise<void>,
): Promise<Copied> {
  const { downloads } = ctx.ports;
  const key = videoKey(claim.video);
  if (!claim.video.source) throw new BacklotError('DOWNLOAD_FAILED', { reason: 'gone' });
  const { url, headers } = sourceOf(claim.video.source);
  const left = await partsBefore(ctx, key, claim);
  const stop = new AbortController();
  const download = await downloads.open({
    ...{ url, headers, signal: stop.signal },
    ...{ offset: left.length * archivePartBytes, validator: claim.before.validator },
  });
  const teller = progressTeller(ctx, claim, () => stop.abort());
  try {
    if (download.sizeBytes !== null) await mayHold(download.sizeBytes);
    const goesOn = left.length > 0 && download.offset === left.length * archivePartBytes;
    const multipart = multipartOf(
      ctx,
      claim,
      key,
      download.validator,
      goesOn ? claim.before.multipartId : null,
    );
    return await send(ctx, claim, {
      key,
      download,
      before: goesOn ? left : [],
      multipart,
      teller,
      stop: stop.signal,
    });
  } catch (error) {
    if (error instanceof Leave) return error.copied;
    // The teller stops what nobody wants any more; and whoever took over may have ended what this run was sending to.
    if (stop.signal.aborted || !(await holds(ctx, claim))) return { end: 'lost' };
    throw error;
  } finally {
    stop.abort();
    await teller.settle();
  }
}

/** The whole parts from the first one on that storage has of a run before; none when nobody could tell that they fit. */
async function partsBefore(ctx: Ctx, key: string, { before }: Claim): Promise<StoredPart[]> {
  if (before.multipartId === null || before.validator === null) return [];
  try {
    const parts = await ctx.ports.objects.listParts({ key, multipartId: before.multipartId });
    const end = parts.findIndex(
      (part, index) => part.number !== index + 1 || part.sizeBytes !== archivePartBytes,
    );
    return end === -1 ? parts : parts.slice(0, end);
  } catch (error) {
    if (error instanceof BacklotError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** Opens the multipart upload once it is needed, after the one that nobody goes on with. */
function multipartOf(ctx: Ctx, claim: Claim, key: string, validator: string | null, goesOn: string | null) {
  const { objects } = ctx.ports;
  const open = async () => {
    if (goesOn !== null) return { key, multipartId: goesOn };
    const old = claim.before.multipartId;
    if (old !== null) await objects.abortMultipart({ key, multipartId: old });
    const multipartId = await objects.openMultipart({ key, contentType: 'video/mp4', checksum: 'crc32' });
    if (await keepMultipart(ctx, claim, { multipartId, validator })) return { key, multipartId };
    await objects.abortMultipart({ key, multipartId });
    throw new Leave({ end: 'lost' });
  };
  let opened: ReturnType<typeof open> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

type Sending = {
  key: string;
  download: Download;
  /** Parts that are there already. */
  before: StoredPart[];
  multipart: ReturnType<typeof multipartOf>;
  teller: ReturnType<typeof progressTeller>;
  stop: AbortSignal;
};

async function send(ctx: Ctx, claim: Claim, sending: Sending): Promise<Copied> {
  const { download, before, teller } = sending;
  const { objects } = ctx.ports;
  const sender = partSender(objects, sending.multipart, before.length + 1);
  const hash = before.length === 0 ? createHash('sha256') : null;
  let sizeBytes = before.length * archivePartBytes;
  try {
    for await (const chunk of firstLook(download.bytes, sizeBytes === 0)) {
      hash?.update(chunk);
      await sender.take(chunk);
      sizeBytes += chunk.byteLength;
      teller.came(sizeBytes, download.sizeBytes);
    }
    const parts = [...before, ...(await sender.end())];
    if (parts.length === 0) return { end: 'not a video' };
    // Whoever took over goes on with these parts, or has thrown them away.
    if (!(await holds(ctx, claim))) return { end: 'lost' };
    await objects.completeMultipart({ ...(await sending.multipart()), parts });
    return { end: 'whole', sizeBytes, sha256: hash?.digest('hex') ?? null };
  } finally {
    await sender.settle();
  }
}

/** Passes bytes on once their beginning looks like a film, so that nothing of a page or a picture is stored. */
async function* firstLook(bytes: AsyncIterable<Uint8Array>, fromStart: boolean): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = fromStart ? new Uint8Array(0) : null;
  for await (const chunk of bytes) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.byteLength < sniffBytes) continue;
    yield film(head);
    head = null;
  }
  if (head !== null) yield film(head);
}

function film(head: Uint8Array): Uint8Array {
  if (sniffContainer(head.subarray(0, sniffBytes)) === null) throw new Leave({ end: 'not a video' });
  return head;
}
