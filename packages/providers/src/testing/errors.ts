import { BacklotError } from '@backlot/core';

/** The error of ours that a call ends with; fails the test when it ends in any other way. */
export async function errorOf(run: Promise<unknown>): Promise<BacklotError> {
  const outcome = await run.then(
    () => 'nothing was thrown',
    (reason: unknown) => reason,
  );
  if (outcome instanceof BacklotError) return outcome;
  throw new Error('wanted a BacklotError', { cause: outcome });
}

/** The code of the error of ours that a call throws, `passed` when it throws none. */
export function codeOf(run: () => unknown): string {
  try {
    run();
    return 'passed';
  } catch (error) {
    return error instanceof BacklotError ? error.code : String(error);
  }
}
