import type { ObjectStore, StoredPart } from '@backlot/core';

/** Every part but the last. 8 MiB allow 78 GiB in 10,000 parts; above 5 MiB, as S3 asks. */
export const archivePartBytes = 8 * 1024 ** 2;
/** So many parts are on their way while the next one fills: memory is these and one more, at any size. */
const partsAtOnce = 3;

/** Buffers that the next copy takes over. Thrown away, they would wait for a collection of the whole heap, copy after copy. */
const spare: Buffer[] = [];
const takeBuffer = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(archivePartBytes);
/** Keeps as many as one copy needs. */
function giveBack(buffers: readonly Buffer[]): void {
  spare.push(...buffers.slice(0, partsAtOnce + 1 - spare.length));
}

/**
 * Cuts bytes into parts and sends them while more come. Buffers are used again, so that memory stays as it is.
 * @param where opens the multipart upload when its first part is due; a file of no bytes opens none
 * @param first the number of the first part
 */
export function partSender(
  objects: ObjectStore,
  where: () => Promise<{ key: string; multipartId: string }>,
  first: number,
) {
  const free: Buffer[] = Array.from({ length: partsAtOnce + 1 }, takeBuffer);
  const underWay = new Set<Promise<void>>();
  const sent: StoredPart[] = [];
  let failure: { error: unknown } | null = null;
  let filling = free.pop() as Buffer;
  let filled = 0;
  let number = first;

  const mustGoOn = () => {
    if (failure) throw failure.error;
  };
  const send = async () => {
    const [bytes, part] = [filling.subarray(0, filled), number];
    const buffer = filling;
    const place = await where();
    const sending = objects
      .putPart({ ...place, number: part, bytes })
      .then((stored) => void sent.push(stored))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        free.push(buffer);
        underWay.delete(sending);
      });
    underWay.add(sending);
    number += 1;
    filled = 0;
  };
  return {
    /** Takes bytes in; waits while all buffers are on their way. @throws what a part failed of */
    async take(chunk: Uint8Array): Promise<void> {
      for (let at = 0; at < chunk.byteLength; ) {
        if (filled === archivePartBytes) {
          await send();
          while (free.length === 0) await Promise.race(underWay);
          mustGoOn();
          filling = free.pop() as Buffer;
        }
        const some = Math.min(chunk.byteLength - at, archivePartBytes - filled);
        filling.set(chunk.subarray(at, at + some), filled);
        filled += some;
        at += some;
      }
    },
    /** Sends what is left. @returns the parts that this sender sent */
    async end(): Promise<StoredPart[]> {
      if (filled > 0) await send();
      await Promise.all(underWay);
      mustGoOn();
      return sent;
    },
    /** Waits until nothing is on its way any more, whatever became of it. Called once, and nothing after it. */
    settle: async (): Promise<void> => {
      await Promise.all(underWay);
      giveBack(free.splice(0));
    },
  };
}
