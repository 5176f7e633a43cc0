import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from './archive.cases.json' with { type: 'json' };
import {
  type ArchiveFailure,
  archiveRules,
  expiresSoon,
  isArchiveFailure,
  mayHaveMoved,
  nextArchiveTry,
} from './archive.ts';
import { downloadFailures, failureOfStatus } from './downloads.ts';

const nowMs = Date.UTC(2026, 10, 21);
const giveUpAtMs = nowMs + archiveRules.giveUpAfterMs;

describe('the next try to copy a video', () => {
  it.each(cases)('$name', ({ failure, failedTries, expiresAfterMs, moved = false, afterMs }) => {
    const next = nextArchiveTry({
      ...{ failure: failure as ArchiveFailure, failedTries, moved, nowMs, giveUpAtMs, random: 0.5 },
      expiresAtMs: expiresAfterMs === null ? null : nowMs + expiresAfterMs,
    });
    expect(next === null ? null : next - nowMs).toBe(afterMs);
  });

  it('makes eight tries over about a day, whatever the dice say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (dice) => {
          let atMs = nowMs;
          let tries = 1;
          for (const random of dice) {
            const failure = 'source_failed';
            const next = nextArchiveTry({
              failure,
              failedTries: tries,
              nowMs: atMs,
              giveUpAtMs,
              expiresAtMs: null,
              moved: false,
              random,
            });
            if (next === null) break;
            expect(next).toBeGreaterThan(atMs);
            atMs = next;
            tries += 1;
          }
          expect(tries).toBe(8);
          expect(atMs - nowMs).toBeGreaterThan(17 * 3_600_000);
          expect(atMs - nowMs).toBeLessThanOrEqual(archiveRules.giveUpAfterMs);
        },
      ),
    );
  });

  it('never asks an address after it has expired', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -10_000, max: 100_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failedTries, leftMs, random) => {
          const expiresAtMs = nowMs + leftMs;
          const next = nextArchiveTry({
            failure: 'timed_out',
            failedTries,
            nowMs,
            giveUpAtMs,
            expiresAtMs,
            moved: true,
            random,
          });
          if (next !== null) expect(next).toBeLessThan(expiresAtMs);
        },
      ),
    );
  });

  it.each([
    ['not_allowed', null, true],
    ['not_found', null, true],
    ['gone', null, true],
    ['gone', 3_600_000, true],
    ['address_expired', -1, true],
    ['timed_out', null, false],
    ['timed_out', 3_600_000, false],
    ['timed_out', 9_000, true],
    ['cut_short', -1, true],
    ['too_large', -1, false],
    ['not_a_video', -1, false],
    ['storage_full', -1, false],
    ['address_refused', null, false],
  ] as const)(
    'asks where the file lies after %s at an address that has %s ms left: %s',
    (failure, leftMs, asks) => {
      const expiresAtMs = leftMs === null ? null : nowMs + leftMs;
      expect(mayHaveMoved(failure, expiresAtMs, nowMs)).toBe(asks);
    },
  );

  it('begins nothing at an address that has ten seconds left', () => {
    expect(expiresSoon(null, nowMs)).toBe(false);
    expect([10_001, 10_000, 0, -1].map((leftMs) => expiresSoon(nowMs + leftMs, nowMs))).toEqual([
      ...[false, true, true, true],
    ]);
  });

  it('begins none after the last moment, whatever the address says, and none in the same second', () => {
    const after = (giveUpMs: number, expiresMs: number, random = 0.5, failedTries = 1) => {
      const times = { nowMs, giveUpAtMs: nowMs + giveUpMs, expiresAtMs: nowMs + expiresMs };
      const next = nextArchiveTry({ failure: 'timed_out', failedTries, moved: false, random, ...times });
      return next === null ? null : next - nowMs;
    };
    const [day, hour] = [24 * 3_600_000, 3_600_000];
    expect(after(2 * hour, 30 * day, 0.5, 7)).toBe(2 * hour);
    expect(after(day, 30_000, 0)).toBe(1_000);
    // Jitter: a fifth less, a fifth more.
    expect([after(30 * day, 30 * day, 0), after(30 * day, 30 * day, 1)]).toEqual([24_000, 36_000]);
  });

  it('tries again what may pass by itself, and nothing else', () => {
    const passes = (failure: string) =>
      nextArchiveTry({
        ...{ failure: failure as ArchiveFailure, failedTries: 1, nowMs, giveUpAtMs },
        ...{ expiresAtMs: null, moved: false, random: 0.5 },
      }) !== null;
    const all = [...Object.keys(downloadFailures), 'not_a_video', 'storage_full', 'address_expired'];
    expect(all.filter(passes).toSorted()).toEqual([
      ...['cut_short', 'not_allowed', 'not_found', 'source_failed', 'stopped', 'timed_out', 'too_slow'],
      'unreachable',
    ]);
  });

  it('knows its own reasons and no others', () => {
    for (const reason of [...Object.keys(downloadFailures), 'not_a_video', 'storage_full', 'address_expired'])
      expect(isArchiveFailure(reason)).toBe(true);
    for (const reason of ['', 'toString', 'INTERNAL', null]) expect(isArchiveFailure(reason)).toBe(false);
  });

  it('has a reason for every status', () => {
    for (let status = 100; status < 600; status += 1)
      expect(downloadFailures).toHaveProperty(failureOfStatus(status));
  });
});
