import { BacklotError, type PresignedPart, partAddressExpiresInSeconds, partRange } from '@backlot/core';
import type { MemberCtx } from '../context.ts';
import { ownOpenUpload } from './own-upload.ts';

export type PartPromise = { number: number; sizeBytes: number; sha256Base64: string };

/**
 * Addresses for parts of an open upload. Each takes one part of one length and one checksum, for 15 minutes.
 * PART_REFUSED for a number that the upload does not have or a length that is not that part's.
 */
export async function signParts(
  ctx: MemberCtx,
  input: { uploadId: string; parts: readonly PartPromise[] },
): Promise<PresignedPart[]> {
  const { upload, asset, multipartId } = await ownOpenUpload(ctx, input.uploadId);
  for (const part of input.parts) {
    if (part.number < 1 || part.number > upload.partCount)
      throw new BacklotError('PART_REFUSED', { rule: 'number', number: part.number });
    const { startByte, endByte } = partRange(part.number, asset.sizeBytes, upload.partSizeBytes);
    if (part.sizeBytes !== endByte - startByte)
      throw new BacklotError('PART_REFUSED', {
        rule: 'size',
        number: part.number,
        sizeBytes: endByte - startByte,
      });
  }
  return Promise.all(
    input.parts.map((part) =>
      ctx.ports.objects.presignPart({
        key: asset.key,
        multipartId,
        ...part,
        expiresInSeconds: partAddressExpiresInSeconds,
      }),
    ),
  );
}
