import { partSizeBytes } from '@backlot/core';
import { toBase64 } from './sha256.ts';

export interface PartHasher {
  /** The next bytes of the film. Resolves when more may come, so that no more than two parts are held. */
  update(bytes: Uint8Array): Promise<void>;
  /** SHA-256 of every part in base64, the first part first. */
  finish(): Promise<string[]>;
}

/**
 * Hashes the parts of an upload while the film passes by on its way into the browser's storage. The browser does it on threads
 * of its own, and sending does not have to read and hash every part again.
 */
export function partHasher(sizeBytes: number): PartHasher {
  const part = new Uint8Array(Math.min(partSizeBytes(sizeBytes), sizeBytes));
  const hashes: string[] = [];
  let filled = 0;
  let working = Promise.resolve();

  async function close(): Promise<void> {
    await working;
    // The browser takes a copy of the bytes before this returns, so the room is free again.
    const digest = crypto.subtle.digest('SHA-256', part.subarray(0, filled));
    filled = 0;
    working = digest.then((hash) => void hashes.push(toBase64(new Uint8Array(hash))));
  }

  return {
    async update(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const taken = bytes.subarray(from, from + part.length - filled);
        part.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled === part.length) await close();
      }
    },
    async finish() {
      if (filled > 0) await close();
      await working;
      return hashes;
    },
  };
}
