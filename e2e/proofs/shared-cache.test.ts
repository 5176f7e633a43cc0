import { freePort } from '@backlot/standins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf } from '../lib/films.ts';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';

let grounds: Grounds;
const ports: number[] = [];

beforeAll(async () => {
  grounds = await openGrounds();
  ports.push(await freePort(), await freePort());
  await Promise.all(ports.map((port) => grounds.startApi({ PORT: String(port) })));
});
afterAll(() => grounds?.close());

/** The titles that a process shows to everybody. */
async function shownBy(port: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/campaigns.published`);
  const { result } = (await response.json()) as { result: { data: { title: string }[] } };
  return result.data.map(({ title }) => title);
}

/** Asked until both say so, far sooner than what is kept ends by itself. */
const bothShow = (titles: string[]) =>
  until(
    `${titles.length} shown by both`,
    () => Promise.all(ports.map(shownBy)),
    (all) => all.every((shown) => shown.join() === titles.join()),
    5_000,
  );

it('two processes keep what everybody sees, and both see at once what changes of it', async () => {
  const owner = await grounds.member('owner@example.com');
  const { campaignId } = await grounds.order(owner, await promiseOf(filmBytes('sample.mp4'), 'sample.mp4'));
  await bothShow([]);
  const { sql } = grounds;
  await sql`update assets set state = 'published' where campaign_id = ${campaignId}`;
  await sql`update campaigns set status = 'published', published_at = now() where id = ${campaignId}`;
  await bothShow(['Quay']);
  await sql`update campaigns set title = 'Pier' where id = ${campaignId}`;
  await bothShow(['Pier']);

  // It is kept: what happens behind the announcement's back is not seen.
  await sql`alter table campaigns disable trigger user`;
  await sql`update campaigns set title = 'Unannounced' where id = ${campaignId}`;
  expect(await Promise.all(ports.map(shownBy))).toEqual([['Pier'], ['Pier']]);
  await sql`alter table campaigns enable trigger user`;

  // An announcement that nobody could hear is made good when the connection is back.
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'backlot-api-cache'`;
  await bothShow(['Unannounced']);

  await sql`update members set erase_at = now() + interval '14 days' where id = ${owner.actor.memberId}`;
  await bothShow([]);
});
