import { type Ctx, inTransaction } from '../../context.ts';
import { tell } from '../../notices.ts';
import { type Claim, changed } from './claim.ts';

/** How often a page hears of bytes. */
const everyMs = 700;

/**
 * Writes down how many bytes came, and tells the owner, now and then and one write at a time. It never holds the bytes up.
 * @param onLost when a write finds that the claim is lost
 */
export function progressTeller(ctx: Ctx, claim: Claim, onLost: () => void) {
  let writing: Promise<void> | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  const write = async (archivedBytes: number, sourceSizeBytes: number | null) => {
    const { memberId, id: videoId } = claim.video;
    const held = await inTransaction(ctx, async (ctx) => {
      if (!(await changed(ctx, claim, { archivedBytes, sourceSizeBytes }))) return false;
      await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId, only: 'bytes' });
      return true;
    });
    if (!held) onLost();
  };
  return {
    came(archivedBytes: number, sourceSizeBytes: number | null): void {
      const nowMs = performance.now();
      if (writing || nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      writing = write(archivedBytes, sourceSizeBytes)
        // A word that is missed is no reason to stop: the next one follows.
        .catch(() => {})
        .finally(() => {
          writing = null;
        });
    },
    /** Waits for a write that is under way. */
    settle: async (): Promise<void> => {
      await writing;
    },
  };
}
