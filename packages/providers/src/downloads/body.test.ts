import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { limitedBody } from './body.ts';
import { usualLimits } from './limits.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const limits = { ...usualLimits, idleTimeoutMs: 60_000, slowWindowMs: 10_000, slowBytesMin: 100 };

/** A body that the test feeds, and how often its end was told. */
function begin(change: Partial<Parameters<typeof limitedBody>[0]> = {}) {
  const body = new Readable({ read: () => {} });
  const onEnd = vi.fn();
  const bytes = limitedBody({
    ...{ body, limits, expectedBytes: null, roomBytes: 1_000_000 },
    ...{ untilMs: performance.now() + 3_600_000, signal: undefined, onEnd, ...change },
  })[Symbol.asyncIterator]();
  /** So many bytes, after so much waiting for them. */
  const read = async (count: number, afterMs: number) => {
    const next = bytes.next();
    await vi.advanceTimersByTimeAsync(afterMs);
    body.push(Buffer.alloc(count));
    return next;
  };
  return { body, bytes, read, onEnd };
}

it('asks of every span of waiting what a span has to bring, and of each alone', async () => {
  const enough = begin();
  for (const [count, afterMs] of [
    [100, 5_000],
    // The first span is over in the middle of this wait; what the wait had of it is not counted to the second.
    [50, 8_000],
    [50, 6_500],
  ] as const)
    expect((await enough.read(count, afterMs)).done).toBe(false);
  await enough.bytes.return?.();
  const slow = begin();
  await slow.read(100_000, 1_000);
  await slow.read(99, 9_500);
  const waiting = errorOf(slow.bytes.next());
  await vi.advanceTimersByTimeAsync(13_000);
  expect((await waiting).data.reason).toBe('too_slow');
  expect(slow.onEnd).toHaveBeenCalledTimes(1);
});

it('gives nothing that was stopped before it began', async () => {
  const stopped = begin({ signal: AbortSignal.abort() });
  expect((await errorOf(stopped.bytes.next())).data.reason).toBe('stopped');
  expect(stopped.body.destroyed).toBe(true);
});

it('ends once, looks no more and lets go, whether it was read, left or never begun', async () => {
  const read = begin();
  read.body.push(Buffer.alloc(3));
  read.body.push(null);
  expect(await Array.fromAsync({ [Symbol.asyncIterator]: () => read.bytes })).toHaveLength(1);
  const left = begin();
  await left.read(1, 0);
  await left.bytes.return?.();
  const unread = begin();
  await unread.bytes.return?.();
  for (const { body, onEnd } of [read, left, unread]) {
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(body.destroyed).toBe(true);
  }
  expect(vi.getTimerCount()).toBe(0);
});
