import { type ImageRefusal, type PictureContentType, partRange, pictureRules } from '@backlot/core';
import { putPart } from '../../../film/upload/put-part.ts';
import type { RouterOutputs, trpc } from '../../../trpc.ts';

export type AvatarProblem = ImageRefusal | 'too_large' | 'broken' | 'replaced';
export type AvatarStep = { at: 'preparing' | 'sending' | 'checking'; sentBytes: number };

/** The picture was not taken, for a reason that a person can do something about. */
export class AvatarRefused extends Error {
  readonly problem: AvatarProblem;
  constructor(problem: AvatarProblem) {
    super(problem);
    this.problem = problem;
  }
}

type Api = ReturnType<typeof trpc.useUtils>['client'];
type Upload = RouterOutputs['uploads']['get'];

const askEveryMs = 300;

/**
 * Brings a picture by the road of every upload: intent, parts straight to storage, complete, and the worker's word.
 * Resolves when the picture is shown; rejects with AvatarRefused, an AbortError, or an error of the api.
 */
export async function sendAvatar(
  api: Api,
  file: File,
  options: { signal: AbortSignal; onStep(step: AvatarStep): void },
): Promise<void> {
  const { signal, onStep } = options;
  const contentType = pictureRules.contentTypes.find((type) => type === file.type);
  if (file.size > pictureRules.sizeBytesMax) throw new AvatarRefused('too_large');
  if (!contentType || file.size === 0) throw new AvatarRefused('image_type');
  onStep({ at: 'preparing', sentBytes: 0 });
  const { assetId } = await intend(api, file, contentType);
  const open = await until(api, assetId, signal, (upload) => upload.state !== 'granted');
  await sendParts(api, open, file, options);
  onStep({ at: 'checking', sentBytes: file.size });
  await api.uploads.complete.mutate({ uploadId: open.uploadId });
  const end = await until(api, assetId, signal, (upload) => upload.state !== 'completing');
  if (!end.verified) throw new AvatarRefused(problemOf(end));
}

async function intend(api: Api, file: File, contentType: PictureContentType): Promise<{ assetId: string }> {
  const sha256 = Array.from(await hashOf(file), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return api.settings.openAvatarUpload.mutate({ contentType, sizeBytes: file.size, sha256 });
}

async function sendParts(
  api: Api,
  upload: Upload,
  file: File,
  { signal, onStep }: { signal: AbortSignal; onStep(step: AvatarStep): void },
): Promise<void> {
  if (upload.state !== 'open') throw new AvatarRefused(problemOf(upload));
  for (let number = 1; number <= upload.partCount; number += 1) {
    const { startByte, endByte } = partRange(number, upload.sizeBytes, upload.partSizeBytes);
    const bytes = file.slice(startByte, endByte);
    const sha256Base64 = btoa(String.fromCharCode(...(await hashOf(bytes))));
    const part = { number, sizeBytes: bytes.size, sha256Base64 };
    const [signed] = await api.uploads.signParts.mutate({ uploadId: upload.uploadId, parts: [part] });
    if (!signed) throw new AvatarRefused('broken');
    const onProgress = (sent: number) => onStep({ at: 'sending', sentBytes: startByte + sent });
    await putPart(signed, bytes, onProgress, signal);
  }
}

/** A picture fits in memory, so the browser's own SHA-256 of the whole will do. */
const hashOf = async (bytes: Blob) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));

function problemOf(upload: Upload): AvatarProblem {
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
