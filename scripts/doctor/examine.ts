import { BacklotError } from '@backlot/core';

/** One thing to try. `run` throws when it is not as it should be; what it answers is said to the person. */
export type Examination = {
  name: string;
  run(): Promise<string | undefined>;
  /** What to look at when it fails. */
  advice: string;
};

const PATIENCE_MS = 15_000;

/**
 * Tries one thing after the other and says how each went. Never an address, a key or a vendor's own words.
 * @returns how many failed
 */
export async function examine(all: Examination[], say: (line: string) => void): Promise<number> {
  let wrong = 0;
  for (const { name, run, advice } of all) {
    try {
      const found = await withinTime(run());
      say(`✓ ${name}${found ? `: ${found}` : ''}`);
    } catch (error) {
      wrong += 1;
      say(`✗ ${name}: ${inWords(error)}`);
      say(`    ${advice}`);
    }
  }
  return wrong;
}

/** A finding in our own words, safe to print. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

function inWords(error: unknown): string {
  if (error instanceof Finding) return error.message;
  if (error instanceof BacklotError) {
    const { status, vendorCode } = error.data;
    const details = [status && `status ${status}`, vendorCode].filter(Boolean).join(', ');
    return details ? `${error.message} (${details})` : error.message;
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'it failed.';
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Finding(`no answer within ${PATIENCE_MS / 1000} seconds.`)),
      PATIENCE_MS,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
