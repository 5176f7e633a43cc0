import { BacklotError, type ErrorData } from '@backlot/core';

/** The one row of a result, or NOT_FOUND. */
export function oneOr404<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new BacklotError('NOT_FOUND');
  return row;
}

/** The one row that a conditional update changed; whoever lost the race gets WRONG_STATE. */
export function oneOrLost<T>(rows: readonly T[], data: ErrorData = {}): T {
  const row = rows[0];
  if (row === undefined) throw new BacklotError('WRONG_STATE', data);
  return row;
}

/** The one row of an insert or of a query that cannot miss. */
export function theOne<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new BacklotError('INTERNAL');
  return row;
}
