import { bigint, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Ids are UUIDv7, made by domain so that keys and jobs can be named before the row is written. */
export const id = () => uuid('id').primaryKey();

/** A moment with its zone; a Date in code. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Sizes beyond 2^31 are normal here; below 2^53 they are exact numbers. */
export const bytes = (name: string) => bigint(name, { mode: 'number' });
