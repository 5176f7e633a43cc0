import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UploadView } from './transport.ts';
import cases from './upload-machine.cases.json' with { type: 'json' };
import {
  advanceUpload,
  idleUpload,
  nextPart,
  sentBytes,
  type UploadEvent,
  type UploadStatus,
} from './upload-machine.ts';

const view: UploadView = {
  uploadId: 'u1',
  assetId: 'a1',
  state: 'open',
  partSizeBytes: 10,
  partCount: 5,
  sizeBytes: 45,
  sha256: 'aa',
};
const part = (number: number, sizeBytes = number === 5 ? 5 : 10) => ({
  number,
  sizeBytes,
  sha256Base64: null,
  etag: '',
});

/** The short words of the cases. */
function eventOf(words: string): UploadEvent {
  const [verb, ...rest] = words.split(' ');
  const number = Number(rest.at(-1));
  switch (verb) {
    case 'start':
      return { type: 'started' };
    case 'has':
      return rest[0] === 'short'
        ? { type: 'partsListed', parts: [part(number, 9)] }
        : {
            type: 'partsListed',
            parts: String(rest[0])
              .split(',')
              .map((one) => part(Number(one))),
          };
    case 'fly':
      return { type: 'partStarted', number };
    case 'land':
      return { type: 'partStored', number };
    case 'lose':
      return { type: 'partLost', number };
    case 'stumble':
      return { type: 'stumbled', reason: 'network', retryAtMs: 1 };
    case 'pause':
      return { type: 'paused' };
    case 'resume':
      return { type: 'resumed' };
    case 'stop':
      return { type: 'stopped' };
    case 'fail':
      return { type: 'failed', reason: 'signed_out' };
    default:
      return {
        type: 'viewed',
        view: { ...view, state: verb as UploadView['state'], uploadId: rest[0] === 'anew' ? 'u2' : 'u1' },
      };
  }
}

describe('an upload', () => {
  for (const one of cases) {
    it(one.name, () => {
      const end = one.events.map(eventOf).reduce(advanceUpload, idleUpload);
      expect(end.phase).toBe(one.phase);
      if ('reason' in one) expect(end.reason).toBe(one.reason);
      if ('done' in one) expect([...end.done]).toEqual(one.done);
      if ('flying' in one) expect([...end.flying.keys()]).toEqual(one.flying);
      if ('next' in one) expect(nextPart(end)).toBe(one.next);
    });
  }

  const number = fc.integer({ min: -1, max: 7 });
  const anyEvent: fc.Arbitrary<UploadEvent> = fc.oneof(
    fc.constantFrom('start', 'pause', 'resume', 'stop', 'fail', 'stumble', 'open anew').map(eventOf),
    fc.constantFrom('granted', 'open', 'verifying', 'stored', 'refused', 'aborted').map(eventOf),
    fc.record({
      type: fc.constantFrom('partStarted' as const, 'partStored' as const, 'partLost' as const),
      number,
    }),
    fc.record({
      type: fc.constant('partProgress' as const),
      number,
      sentBytes: fc.integer({ min: -5, max: 99 }),
    }),
    fc
      .uniqueArray(number)
      .map((numbers) => ({ type: 'partsListed' as const, parts: numbers.map((n) => part(n)) })),
  );

  it('keeps its promises through any order of events', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let status: UploadStatus = idleUpload;
        for (const event of events) {
          const before = status;
          status = advanceUpload(status, event);
          holds(before, event, status);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  function holds(before: UploadStatus, event: UploadEvent, after: UploadStatus): void {
    expect(after.flying.size).toBeLessThanOrEqual(3);
    for (const one of after.flying.keys()) {
      expect(after.done.has(one)).toBe(false);
      expect(one >= 1 && one <= 5).toBe(true);
    }
    expect(sentBytes(after)).toBeLessThanOrEqual(45);
    expect(sentBytes(after)).toBeGreaterThanOrEqual(0);
    if (after.phase !== 'sending') expect(after.flying.size).toBe(0);
    const next = nextPart(after);
    if (next !== null) expect(after.done.has(next) || after.flying.has(next)).toBe(false);
    if (before.phase === 'stored') expect(after).toBe(before);
    if (after.phase === 'stored' && before.phase !== 'stored') {
      expect(event.type === 'viewed' && event.view.state).toBe('stored');
    }
    // Only storage's own list or a finished part makes a part done; a part that is done stays so in the same upload.
    const same = before.view?.uploadId === after.view?.uploadId;
    const forgets =
      event.type === 'partsListed' || (event.type === 'viewed' && event.view.state === 'granted');
    if (same && !forgets) expect([...before.done].every((one) => after.done.has(one))).toBe(true);
  }
});
