import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardedStream } from './stream.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a stream of storage', () => {
  it('that falls silent is passing', async () => {
    vi.useFakeTimers();
    const body = new PassThrough();
    const chunks = guardedStream(body);
    body.write('abc');
    expect((await chunks.next()).value).toEqual(Buffer.from('abc'));
    const failure = expect(chunks.next()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await vi.advanceTimersByTimeAsync(30_001);
    await failure;
    expect(body.destroyed).toBe(true);
  });

  it('waits for a reader that takes its time', async () => {
    vi.useFakeTimers();
    const body = new PassThrough();
    const chunks = guardedStream(body);
    body.write('abc');
    await chunks.next();
    await vi.advanceTimersByTimeAsync(600_000);
    body.end('def');
    expect((await chunks.next()).value).toEqual(Buffer.from('def'));
    expect((await chunks.next()).done).toBe(true);
  });
});
