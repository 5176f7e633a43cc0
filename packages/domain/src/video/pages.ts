import { BacklotError } from '@backlot/core';
import { tables } from '@backlot/db';
import { type SQL, sql } from 'drizzle-orm';

const moment = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a page of a list that goes by `createdAt` and `id` ends, for the one that follows. */
export const pageEnd = (last: { createdAt: Date; id: string }): string =>
  `${last.createdAt.toISOString()} ${last.id}`;

/** What comes after that place. BAD_INPUT for what is no place. */
export function pageAfter(place: string | null | undefined): SQL | undefined {
  if (place === null || place === undefined) return undefined;
  const [at = '', id = ''] = place.split(' ');
  // Only as `pageEnd` wrote it: Postgres reads moments otherwise than JavaScript, and has no year 0.
  if (!moment.test(at) || Number.isNaN(Date.parse(at)) || !uuid.test(id))
    throw new BacklotError('BAD_INPUT', { fields: ['after'] });
  const { videos } = tables;
  // Moments of our own clock have milliseconds, and so has the column's value.
  return sql`(${videos.createdAt}, ${videos.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;
