import type { Ctx } from '../context.ts';

/** An address for playing a film or showing a poster lives an hour: long enough to watch, and it is minted a view. */
export const readAddressExpiresInSeconds = 3_600;

/** Where a stored poster is shown from; null when there is none. */
export async function posterUrlOf(
  ctx: Ctx,
  poster: { key: string; contentType: string } | null,
): Promise<string | null> {
  if (!poster) return null;
  const { key, contentType } = poster;
  return ctx.ports.objects.presignRead({ key, contentType, expiresInSeconds: readAddressExpiresInSeconds });
}
