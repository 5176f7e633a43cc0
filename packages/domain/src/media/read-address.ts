import type { Ctx } from '../context.ts';

/** An address for playing a film or showing a poster lives an hour: long enough to watch, and it is minted a view. */
export const readAddressExpiresInSeconds = 3_600;

/** Where a stored poster, or a film, is shown from; null when there is none. */
export async function shownFrom(
  ctx: Ctx,
  asset: { key: string; contentType: string } | null,
): Promise<string | null> {
  if (!asset) return null;
  const { key, contentType } = asset;
  return ctx.ports.objects.presignRead({ key, contentType, expiresInSeconds: readAddressExpiresInSeconds });
}
