import { partRange } from '@backlot/core';
import type { Surroundings } from './surroundings.ts';
import type { SignedPart, UploadTransport, UploadView } from './transport.ts';

/** Parts hashed and signed in one request. One request a part would meet the rate limit on a fast line. */
const BATCH = 6;
/** When so few are left, the next batch is made ready. */
const REFILL_AT = 2;
/** Addresses live for minutes only; one that has waited so long is asked for anew. */
const STALE_MS = 5 * 60_000;

export interface ReadyPart {
  signed: SignedPart;
  bytes: Blob;
}

export interface Signer {
  /** The next part to send with its address, or null when there is none left. */
  take(): Promise<ReadyPart | null>;
  /** Puts a part that failed back in line; it gets a fresh address. */
  giveBack(number: number): void;
}

export interface Source {
  film: Blob;
  /** Of each part in base64, where known. */
  partHashes: readonly string[] | undefined;
  transport: Pick<UploadTransport, 'signParts'>;
  around: Pick<Surroundings, 'hashPart' | 'nowMs'>;
}

/** Hashes the parts of a film unless that was done, and signs them, a few ahead of those that send them. */
export function createSigner(
  { film, partHashes, transport, around }: Source,
  view: UploadView,
  missing: readonly number[],
  signal: AbortSignal,
): Signer {
  const line = [...missing];
  const ready: (ReadyPart & { signedAtMs: number })[] = [];
  let filling: Promise<void> | null = null;

  async function fill(): Promise<void> {
    const numbers = line.splice(0, BATCH);
    try {
      const parts = await Promise.all(
        numbers.map(async (number) => {
          const bytes = sliceOf(film, view, number);
          const known = partHashes?.[number - 1];
          return { number, bytes, sha256Base64: known ?? (await around.hashPart(bytes, { signal })) };
        }),
      );
      const promises = parts.map(({ number, bytes, sha256Base64 }) => ({
        number,
        sizeBytes: bytes.size,
        sha256Base64,
      }));
      const signed = await transport.signParts(view.uploadId, promises);
      const signedAtMs = around.nowMs();
      for (const { number, bytes } of parts) {
        const address = signed.find((one) => one.number === number);
        if (!address) throw new Error('the server signed other parts than it was asked to');
        ready.push({ signed: address, bytes, signedAtMs });
      }
    } catch (error) {
      const gotReady = new Set(ready.map((part) => part.signed.number));
      line.unshift(...numbers.filter((number) => !gotReady.has(number)));
      throw error;
    }
  }

  function startFilling(): Promise<void> {
    filling ??= fill().finally(() => {
      filling = null;
    });
    return filling;
  }

  return {
    async take() {
      for (;;) {
        const next = ready.shift();
        if (next && around.nowMs() - next.signedAtMs > STALE_MS) {
          line.unshift(next.signed.number);
          continue;
        }
        if (next) {
          // Whoever needs the result of a failed filling asks again and meets the error there.
          if (ready.length <= REFILL_AT && line.length > 0) startFilling().catch(() => undefined);
          return next;
        }
        if (line.length === 0 && !filling) return null;
        await startFilling();
      }
    },
    giveBack: (number) => line.unshift(number),
  };
}

function sliceOf(film: Blob, view: UploadView, number: number): Blob {
  const { startByte, endByte } = partRange(number, view.sizeBytes, view.partSizeBytes);
  return film.slice(startByte, endByte);
}
