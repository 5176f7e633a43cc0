import { BacklotError } from '@backlot/core';

/** Whoever reads again has the highest number of all and is rarely overtaken twice. */
const readingsMax = 8;

/**
 * Reads a vendor's object and settles what it says, and reads again when another reading was faster (SUPERSEDED).
 * Vendors send several messages of one thing at once; SUPERSEDED goes on to the caller, to be tried again later, only
 * when that happened again and again.
 */
export async function readUntilSettled(readAndSettle: () => Promise<void>): Promise<void> {
  for (let reading = 1; ; reading += 1) {
    try {
      return await readAndSettle();
    } catch (error) {
      const overtaken = error instanceof BacklotError && error.code === 'SUPERSEDED';
      if (!overtaken || reading === readingsMax) throw error;
    }
  }
}
