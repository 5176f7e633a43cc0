import type { CampaignDraft } from '@backlot/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDraftSaver, type SaveState } from './draft-saver.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers when told to, and everything the saver did. */
function desk(pending: CampaignDraft = {}) {
  const sent: CampaignDraft[] = [];
  const answers: { ok(): void; fail(): void }[] = [];
  const states: SaveState['kind'][] = [];
  let kept: CampaignDraft = pending;
  const saver = createDraftSaver({
    pending,
    send(changes) {
      sent.push(changes);
      const { promise, resolve, reject } = Promise.withResolvers<{ savedAt: string }>();
      answers.push({ ok: () => resolve({ savedAt: 'now' }), fail: () => reject(new Error('no answer')) });
      return promise;
    },
    keep: (changes) => {
      kept = changes;
    },
    onState: ({ kind }) => states.push(kind),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { saver, sent, answers, states, kept: () => kept, settle };
}

describe('saving a draft as it is typed', () => {
  it('waits for the typing to pause and sends it all in one', async () => {
    const { saver, sent } = desk();
    saver.change({ title: 'T' });
    await vi.advanceTimersByTimeAsync(500);
    saver.change({ title: 'Tr', brief: 'b' });
    await vi.advanceTimersByTimeAsync(599);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([{ title: 'Tr', brief: 'b' }]);
  });

  it('never has two requests on the way, and sends the newest text last', async () => {
    const { saver, sent, answers, settle } = desk();
    saver.change({ title: 'old' });
    void saver.flush();
    await settle();
    saver.change({ title: 'new' });
    const done = saver.flush();
    void saver.flush();
    await settle();
    expect(sent).toEqual([{ title: 'old' }]);
    answers[0]?.ok();
    await settle();
    expect(sent).toEqual([{ title: 'old' }, { title: 'new' }]);
    answers[1]?.ok();
    expect(await done).toBe(true);
    expect(sent).toHaveLength(2);
  });

  it('keeps what failed, lets newer text win over it, and sends it again by itself', async () => {
    const { saver, sent, answers, states, kept, settle } = desk();
    saver.change({ title: 'a', brief: 'b' });
    const first = saver.flush();
    await settle();
    saver.change({ title: 'c' });
    answers[0]?.fail();
    expect(await first).toBe(false);
    expect(states.at(-1)).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(sent[1]).toEqual({ title: 'c', brief: 'b' });
    answers[1]?.ok();
    await settle();
    expect(states.at(-1)).toBe('saved');
    expect(kept()).toEqual({});
  });

  it('sends what an earlier visit could not', async () => {
    const { saver, sent, settle } = desk({ title: 'from before' });
    void saver.flush();
    await settle();
    expect(sent).toEqual([{ title: 'from before' }]);
  });

  it('sends nothing after it was told to forget', async () => {
    const { saver, sent, kept } = desk();
    saver.change({ title: 'gone' });
    saver.forget();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([]);
    expect(kept()).toEqual({});
    expect(await saver.flush()).toBe(true);
  });
});
