import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askAgainSeconds,
  expectedVideoBytes,
  type GenerationState,
  generationRules,
  generationStates,
  generationTransitions,
  isOpen,
  openGenerationStates,
  stepOf,
} from './generations.ts';
import { type VideoReport, videoFailures } from './provider.ts';

const output = { url: 'https://example.com/a.mp4', expiresAt: null, headers: {} };
const reports = fc.oneof(
  fc.constant<VideoReport>({ status: 'processing' }),
  fc
    .array(fc.constant(output), { maxLength: 3 })
    .map((outputs): VideoReport => ({ status: 'completed', outputs })),
  fc.constantFrom(...videoFailures).map((failure): VideoReport => ({ status: 'failed', failure })),
);

describe('what a report makes of a generation', () => {
  it('never leaves an end, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(reports, { maxLength: 20 }), (told) => {
        let state: GenerationState = 'processing';
        let ended: GenerationState | null = null;
        for (const report of told) {
          const step = stepOf(state, report);
          if (step) {
            expect(generationTransitions[state]).toContain(step.state);
            state = step.state;
          }
          if (ended !== null) expect(state).toBe(ended);
          if (!isOpen(state)) ended = state;
        }
        const first = told.find((report) => report.status !== 'processing');
        if (first === undefined) expect(state).toBe('processing');
        else if (first.status === 'completed')
          expect(state).toBe(first.outputs.length > 0 ? 'completed' : 'failed');
        else if (first.status === 'failed')
          expect(state).toBe(first.failure === 'cancelled' ? 'cancelled' : 'failed');
      }),
    );
  });

  it('calls it a failure when there is nothing to keep', () => {
    expect(stepOf('processing', { status: 'completed', outputs: [] })).toEqual({
      state: 'failed',
      failure: 'no_output',
    });
  });

  it('knows which states are still to be decided', () => {
    expect(openGenerationStates).toEqual(['accepted', 'processing']);
    expect(generationStates.filter((state) => !isOpen(state))).toEqual(['completed', 'failed', 'cancelled']);
  });
});

describe('asking', () => {
  it('begins after 5 s and waits ever longer, up to a minute', () => {
    const gaps = Array.from({ length: 12 }, (_, asks) => askAgainSeconds(asks));
    expect(gaps[0]).toBe(5);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBe(generationRules.askSecondsMax);
  });

  it('takes a video of eight seconds for ten megabytes', () => {
    expect(expectedVideoBytes(8)).toBe(10_000_000);
  });
});
