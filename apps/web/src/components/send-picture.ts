import {
  type BroughtPicture,
  type ImageRefusal,
  type PictureContentType,
  partRange,
  pictureRules,
} from '@backlot/core';
import { putPart } from '../film/upload/put-part.ts';
import type { RouterOutputs, trpc } from '../trpc.ts';

export type PictureProblem = ImageRefusal | 'too_large' | 'broken' | 'replaced';
export type PictureStep = { at: 'preparing' | 'sending' | 'checking'; sentBytes: number };

/** The picture was not taken, for a reason that a person can do something about. */
export class PictureRefused extends Error {
  readonly problem: PictureProblem;
  constructor(problem: PictureProblem) {
    super(problem);
    this.problem = problem;
  }
}

type Api = ReturnType<typeof trpc.useUtils>['client'];
type Upload = RouterOutputs['uploads']['get'];

const askEveryMs = 300;

/**
 * Brings a picture by the road of every upload: intent, parts straight to storage, complete, and the worker's word.
 * Resolves with its asset when the picture stands; rejects with PictureRefused, an AbortError, or an error of the api.
 */
export async function sendPicture(
  api: Api,
  purpose: BroughtPicture,
  file: File,
  options: { signal: AbortSignal; onStep(step: PictureStep): void },
): Promise<{ assetId: string }> {
  const { signal, onStep } = options;
  const contentType = pictureRules.contentTypes.find((type) => type === file.type);
  if (file.size > pictureRules.sizeBytesMax) throw new PictureRefused('too_large');
  if (!contentType || file.size === 0) throw new PictureRefused('image_type');
  onStep({ at: 'preparing', sentBytes: 0 });
  const { assetId } = await intend(api, purpose, file, contentType);
  const open = await until(api, assetId, signal, (upload) => upload.state !== 'granted');
  await sendParts(api, open, file, options);
  onStep({ at: 'checking', sentBytes: file.size });
  await api.uploads.complete.mutate({ uploadId: open.uploadId });
  const end = await until(api, assetId, signal, (upload) => upload.state !== 'completing');
  if (!end.verified) throw new PictureRefused(problemOf(end));
  return { assetId };
}

async function intend(
  api: Api,
  purpose: BroughtPicture,
  file: File,
  contentType: PictureContentType,
): Promise<{ assetId: string }> {
  const sha256 = Array.from(await hashOf(file), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const promise = { contentType, sizeBytes: file.size, sha256 };
  return purpose === 'avatar'
    ? api.settings.openAvatarUpload.mutate(promise)
    : api.videos.openSeedUpload.mutate(promise);
}

async function sendParts(
  api: Api,
  upload: Upload,
  file: File,
  { signal, onStep }: { signal: AbortSignal; onStep(step: PictureStep): void },
): Promise<void> {
  if (upload.state !== 'open') throw new PictureRefused(problemOf(upload));
  for (let number = 1; number <= upload.partCount; number += 1) {
    const { startByte, endByte } = partRange(number, upload.sizeBytes, upload.partSizeBytes);
    const bytes = file.slice(startByte, endByte);
    const sha256Base64 = btoa(String.fromCharCode(...(await hashOf(bytes))));
    const part = { number, sizeBytes: bytes.size, sha256Base64 };
    const [signed] = await api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] });
    if (!signed) throw new PictureRefused('broken');
    const onProgress = (sent: number) => onStep({ at: 'sending', sentBytes: startByte + sent });
    await putPart(signed, bytes, onProgress, signal);
  }
}

/** A picture fits in memory, so the browser's own SHA-256 of the whole will do. */
const hashOf = async (bytes: Blob) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));

function problemOf(upload: Upload): PictureProblem {
  switch (upload.refusal) {
    case 'image_type':
    case 'image_animated':
    case 'image_too_large':
    case 'image_damaged':
      return upload.refusal;
    default:
      return upload.state === 'aborted' ? 'replaced' : 'broken';
  }
}

async function until(
  api: Api,
  assetId: string,
  signal: AbortSignal,
  isRight: (upload: Upload) => boolean,
): Promise<Upload> {
  for (;;) {
    signal.throwIfAborted();
    const upload = await api.uploads.get.query({ assetId });
    if (isRight(upload)) return upload;
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}
