import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmBytes, promiseOf } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn } from './lib/person.ts';
import { confirmed, draftWith } from './lib/road.ts';

let house: House;
let owner: Person;
let other: Person;
beforeAll(async () => {
  house = await openHouse();
  owner = await signIn(house, 'owner@example.com');
  other = await signIn(house, 'other@example.com');
});
afterAll(() => house?.close());

type Event = { id: string; notice: { kind: string; campaignId?: string } };

/** Reads a stream of notices as a browser does: server-sent events, resumed after an id. */
async function listen(person: Person, lastEventId?: string) {
  const input = encodeURIComponent(JSON.stringify(lastEventId === undefined ? {} : { lastEventId }));
  const cut = new AbortController();
  const response = await person.call(`${house.publicUrl}/api/trpc/notices.stream?input=${input}`, {
    headers: { accept: 'text/event-stream' },
    signal: cut.signal,
  });
  const events: Event[] = [];
  let waiting: (() => void)[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: ?(.*)/s) as [string, string]),
        );
        text = text.slice(end + 2);
        const id = fields.get('id');
        if (id) events.push({ id, notice: JSON.parse(fields.get('data') ?? 'null') });
      }
      for (const wake of waiting) wake();
      waiting = [];
    }
  };
  const ended = read().catch(() => {});
  return {
    response,
    events,
    async count(n: number) {
      while (events.length < n) {
        const next = new Promise<void>((resolve) => waiting.push(resolve));
        await Promise.race([
          next,
          ended.then(() => Promise.reject(new Error(`ended after ${events.length}`))),
        ]);
      }
      return events;
    },
    async cut() {
      cut.abort();
      await ended;
    },
  };
}

async function order(person: Person): Promise<string> {
  const campaignId = await draftWith(person, await promiseOf(filmBytes('sample.mp4'), 'sample.mp4'));
  await confirmed(house, person, campaignId);
  return campaignId;
}

it('tells a member what changed, and nobody else', async () => {
  const mine = await listen(owner);
  const theirs = await listen(other);
  await Promise.all([mine.count(1), theirs.count(1)]);
  expect(mine.events[0]?.notice.kind).toBe('connected');
  const campaignId = await order(owner);
  const [, told] = await mine.count(2);
  expect(told?.notice).toEqual({ kind: 'campaign_changed', campaignId });
  expect(theirs.events).toHaveLength(1);
  await Promise.all([mine.cut(), theirs.cut()]);
});

it('goes on after a cut without a gap and without a repetition', async () => {
  const before = await listen(owner);
  await before.count(1);
  const first = await order(owner);
  const seen = await before.count(2);
  await before.cut();
  const missed = [await order(owner), await order(owner)];
  const after = await listen(owner, seen.at(-1)?.id);
  await after.count(2);
  const last = await order(owner);
  const events = await after.count(3);
  expect(events.map((event) => event.notice.campaignId)).toEqual([...missed, last]);
  expect(first).not.toBe(missed[0]);
  await after.cut();
});

it('is for members only', async () => {
  const response = await fetch(`${house.publicUrl}/api/trpc/notices.stream`, {
    headers: { accept: 'text/event-stream' },
  });
  expect(await response.text()).toContain('NOT_SIGNED_IN');
});
