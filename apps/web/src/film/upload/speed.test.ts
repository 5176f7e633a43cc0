import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { addSample, type SpeedSample, secondsLeft, speedOf } from './speed.ts';

const steady = (count: number, bytesASecond: number): SpeedSample[] =>
  Array.from({ length: count }, (_, i) => ({ atMs: i * 500, sentBytes: (i * bytesASecond) / 2 })).reduce(
    (samples: SpeedSample[], sample) => addSample(samples, sample),
    [],
  );

describe('the speed of an upload', () => {
  it('is unknown at first', () => {
    expect(speedOf([])).toBeNull();
    expect(speedOf(steady(2, 1000))).toBeNull();
    expect(secondsLeft(1000, null)).toBeNull();
  });

  it('is the mean of the last seconds, in bounded memory', () => {
    const samples = steady(400, 2_000_000);
    expect(speedOf(samples)).toBeCloseTo(2_000_000, 0);
    expect(samples.length).toBeLessThan(20);
    expect(secondsLeft(5_000_001, 2_000_000)).toBe(3);
  });

  it('falls to nothing when nothing moves, and does not promise an end then', () => {
    let samples = steady(20, 1000);
    const last = samples.at(-1) as SpeedSample;
    for (let i = 1; i <= 20; i++) {
      samples = addSample(samples, { atMs: last.atMs + i * 500, sentBytes: last.sentBytes });
    }
    expect(speedOf(samples)).toBe(0);
    expect(secondsLeft(1000, speedOf(samples))).toBeNull();
  });

  it('begins anew when a part is lost', () => {
    expect(addSample(steady(10, 1000), { atMs: 9_000, sentBytes: 1 })).toHaveLength(1);
  });
});

describe('the wait before the next try', () => {
  it('doubles up to half a minute, less a random half', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempt) => backoffMs(attempt, 0))).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(backoffMs(3, 0.999_999)).toBe(1000);
  });
});
