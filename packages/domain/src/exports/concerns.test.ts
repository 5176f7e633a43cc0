import { tables } from '@backlot/db';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { concernsOf } from './concerns.ts';

/** Tables in which nothing stands about a person, each with what does. */
const ofNobody: Record<string, string> = {
  inbox: 'ids of the payment provider',
  google_sign_ins: 'hashes of browsers, for 15 minutes; whose they are is not known',
  usage_keys: 'keys of usage records, which are exported themselves',
  usage_progress: 'how far a job has come',
};

it('leaves no table out without a reason, and takes none twice', () => {
  const all = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .map((table) => getTableName(table as PgTable));
  const exported = concernsOf({ id: 'none', email: 'none' }).map(({ name }) => name);
  expect(new Set(exported).size).toBe(exported.length);
  expect([...exported, ...Object.keys(ofNobody)].sort()).toEqual([...new Set(all)].sort());
});

it('hands over nothing that opens a session, a sign-in, or an account of ours at a provider', () => {
  const hidden = concernsOf({ id: 'none', email: 'none' }).flatMap(({ name, hidden }) =>
    hidden.map((column) => `${name}.${column}`),
  );
  expect(hidden).toEqual(
    expect.arrayContaining(['sessions.id', 'sign_in_links.browserHash', 'videos.source', 'videos.progress']),
  );
});

it('orders every table by what is unique in it', () => {
  for (const { order } of concernsOf({ id: 'none', email: 'none' })) expect(order.length).toBeGreaterThan(0);
});
