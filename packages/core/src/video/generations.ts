import type { VideoFailure, VideoReport } from './provider.ts';

/**
 * The life of a generation. `accepted` is charged and not yet asked for; `processing` is with the provider. The other
 * three never change again, whatever a provider says later.
 */
export const generationStates = ['accepted', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type GenerationState = (typeof generationStates)[number];

export const generationTransitions: Readonly<Record<GenerationState, readonly GenerationState[]>> = {
  accepted: ['processing', 'completed', 'failed', 'cancelled'],
  processing: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** It is still to be decided what becomes of it. */
export const isOpen = (state: GenerationState): boolean => generationTransitions[state].length > 0;

/** States in which a generation is still to be decided. */
export const openGenerationStates = generationStates.filter(isOpen);

/** What a report makes of a generation. `null`: nothing changes. */
export type GenerationStep =
  | { state: 'completed' }
  | { state: 'failed' | 'cancelled'; failure: VideoFailure }
  | null;

/** Decides what a report means for a generation as it stands. What has ended stays as it is. */
export function stepOf(state: GenerationState, report: VideoReport): GenerationStep {
  if (!isOpen(state) || report.status === 'processing') return null;
  if (report.status === 'failed') {
    const ended = report.failure === 'cancelled' ? 'cancelled' : 'failed';
    return { state: ended, failure: report.failure };
  }
  return report.outputs.length === 0 ? { state: 'failed', failure: 'no_output' } : { state: 'completed' };
}

/** What a person may ask for. Product decisions. */
export const generationRules = {
  /** UTF-16 code units; a provider may take less. */
  promptLengthMax: 2_000,
  promptLengthMin: 3,
  titleLengthMax: 200,
  /** Who has not delivered by then has failed. No provider's queue is longer on a usual day. */
  deadlineSeconds: 2 * 3_600,
  /**
   * Where a run began to ask a provider and nobody knows whether it was heard, it is asked once more after this long: most have
   * told of the job by then, and whoever waits does not wait much longer.
   */
  requestAgainSeconds: 5 * 60,
  /** A provider's first answer is asked for after this long (specification of the studio). */
  firstAskSeconds: 5,
  askSecondsMax: 60,
  askGrowth: 1.5,
  /** What a second of video is taken to weigh before it is there: 10 Mbit/s, the upper end of 1080p. */
  expectedBytesPerSecond: 1_250_000,
} as const;

/** How long to wait before a job is asked for again: 5 s at first, then ever longer, at most a minute. */
export function askAgainSeconds(asks: number): number {
  const { firstAskSeconds, askGrowth, askSecondsMax } = generationRules;
  return Math.min(askSecondsMax, Math.round(firstAskSeconds * askGrowth ** asks));
}

/** What storage a video will probably take. */
export const expectedVideoBytes = (durationSeconds: number): number =>
  durationSeconds * generationRules.expectedBytesPerSecond;
