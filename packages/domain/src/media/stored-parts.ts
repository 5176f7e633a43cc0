import type { StoredPart } from '@backlot/core';
import type { MemberCtx } from '../context.ts';
import { ownOpenUpload } from './own-upload.ts';

/** The parts that storage has, so that whoever goes on sends none twice. */
export async function storedParts(ctx: MemberCtx, input: { uploadId: string }): Promise<StoredPart[]> {
  const { asset, multipartId } = await ownOpenUpload(ctx, input.uploadId);
  return ctx.ports.objects.listParts({ key: asset.key, multipartId });
}
