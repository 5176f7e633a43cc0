import { createHash } from 'node:crypto';
import { partRange } from '@backlot/core';
import {
  type Ctx,
  completeUpload,
  type MemberCtx,
  openUpload,
  signParts,
  type UploadView,
  verifyUpload,
  viewUpload,
} from '@backlot/domain';

/** Brings the bytes of a paid asset in: opens the upload, sends every part, has it verified. Goes on wherever it stands. */
export async function bringIn(owner: MemberCtx, system: Ctx, assetId: string, bytes: Buffer): Promise<void> {
  const granted = await viewUpload(owner, { assetId });
  if (granted.state === 'granted') await openUpload(system, granted);
  const open = await viewUpload(owner, { assetId });
  if (open.state === 'open') {
    await sendParts(owner, open, bytes);
    await completeUpload(owner, open);
  }
  await verifyUpload(system, open);
}

async function sendParts(owner: MemberCtx, upload: UploadView, bytes: Buffer): Promise<void> {
  const { uploadId, partCount, partSizeBytes, sizeBytes } = upload;
  for (let number = 1; number <= partCount; number += 1) {
    const { startByte, endByte } = partRange(number, sizeBytes, partSizeBytes);
    const body = new Uint8Array(bytes.subarray(startByte, endByte));
    const sha256Base64 = createHash('sha256').update(body).digest('base64');
    const parts = [{ number, sizeBytes: body.length, sha256Base64 }];
    for (const { url, headers } of await signParts(owner, { uploadId, parts })) {
      const answer = await fetch(url, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(`Storage answered ${answer.status} to a part of a film of the demo.`);
    }
  }
}
