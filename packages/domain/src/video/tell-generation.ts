import type { TxCtx } from '../context.ts';
import { tell } from '../notices.ts';

/** Tells the owner that a generation, and with it its first video, changed. Call it last. */
export const tellGeneration = (ctx: TxCtx, generation: { id: string; memberId: string }): Promise<void> =>
  tell(ctx, `member:${generation.memberId}`, { kind: 'video_changed', videoId: generation.id });
