import { EventEmitter, once } from 'node:events';
import { listen } from '@backlot/db';
import {
  type Audience,
  type Ctx,
  type Notice,
  newestNotice,
  noticeChannel,
  noticesAfter,
} from '@backlot/domain';

/** One reader's place in each audience it hears, as `audience=id` pairs; the id of a server-sent event. */
export type Cursor = ReadonlyMap<Audience, number>;
export type StreamedNotice = { cursor: string; notice: Notice | { kind: 'connected' } };

export type NoticeHub = {
  /** Notices after a cursor, then as they come, until the signal. Without a cursor it begins with `connected`. */
  stream(
    ctx: Ctx,
    audiences: readonly Audience[],
    from: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<StreamedNotice>;
  close(): Promise<void>;
};

/**
 * Wakes readers when the database announces a notice. The rows are the buffer: a slow reader reads on from where it
 * is, and nothing is kept for it in this process. A lost connection wakes everybody, because something may have been
 * missed meanwhile.
 */
export async function openNoticeHub(databaseUrl: string): Promise<NoticeHub> {
  const bell = new EventEmitter();
  bell.setMaxListeners(0);
  const listening = await listen(databaseUrl, {
    name: 'backlot-api-notices',
    channel: noticeChannel,
    onPayload: (payload) => bell.emit(payload.slice(0, payload.lastIndexOf(' '))),
    onConnected: () => {
      for (const audience of bell.eventNames()) bell.emit(audience);
    },
  });
  return {
    stream: (ctx, audiences, from, signal) => stream(bell, ctx, audiences, from, signal),
    close: () => listening.close(),
  };
}

async function* stream(
  bell: EventEmitter,
  ctx: Ctx,
  audiences: readonly Audience[],
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<StreamedNotice> {
  const places = new Map<Audience, number>();
  const known = from === null ? null : parseCursor(from);
  for (const audience of audiences)
    places.set(audience, known?.get(audience) ?? (await newestNotice(ctx, [audience])));
  if (known === null) yield { cursor: printCursor(places), notice: { kind: 'connected' } };
  while (!signal.aborted) {
    // Asked for before the rows are read: what comes in between rings for the next round.
    const rung = ring(bell, audiences, signal);
    let found = 0;
    for (const audience of audiences) {
      for (const { id, notice } of await noticesAfter(ctx, [audience], places.get(audience) ?? 0)) {
        places.set(audience, id);
        found += 1;
        yield { cursor: printCursor(places), notice };
      }
    }
    if (found > 0) rung.cancel();
    else await rung.done;
  }
}

/** Resolves at the next announcement, at the end of the reader, or when it is cancelled. */
function ring(bell: EventEmitter, audiences: readonly Audience[], signal: AbortSignal) {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const done = Promise.race(audiences.map((audience) => once(bell, audience, { signal: either })))
    .catch(() => {})
    .finally(() => ended.abort());
  return { done, cancel: () => ended.abort() };
}

const printCursor = (places: Cursor): string =>
  [...places].map(([audience, id]) => `${audience}=${id}`).join(',');

function parseCursor(text: string): Map<Audience, number> {
  const places = new Map<Audience, number>();
  for (const pair of text.split(',')) {
    const [audience, id] = pair.split('=');
    if (audience && id && /^\d{1,15}$/.test(id)) places.set(audience as Audience, Number(id));
  }
  return places;
}
