import { filmPasses } from '@backlot/core';
import { bestRecordType } from './record-type.ts';

/** A chunk is handed to the browser's Blob store every so often, so that a long take does not lie in memory. */
const TIMESLICE_MS = 1000;

/** In a tab that nobody looks at, timers and chunks are up to a second late; a film that is too long would be refused. */
const STOP_EARLY_MS = 2000;

export const recordLimitMs = filmPasses.durationMsMax - STOP_EARLY_MS;

/** Ten minutes of 1080p stay below 500 MB, which every browser's storage takes. */
const VIDEO_BITS_PER_SECOND = 6_000_000;
const AUDIO_BITS_PER_SECOND = 128_000;

/** What was recorded. `durationMs` is what the clock saw; the film engine reads the true one from the bytes. */
export interface Take {
  blob: Blob;
  durationMs: number;
}

export interface Recording {
  /** Milliseconds since the first frame; 0 before. */
  elapsedMs(): number;
  stop(): void;
  /** The take, once stopped: by `stop`, at the limit, or because the camera went. Null when nothing came. */
  taken: Promise<Take | null>;
}

type Recorder = Pick<MediaRecorder, 'state' | 'mimeType' | 'start' | 'stop' | 'addEventListener'>;

/** Records a camera's stream as the best type that the browser knows. Throws when it cannot record this stream. */
export function startRecording(stream: MediaStream): Recording {
  const type = bestRecordType((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, {
    ...(type && { mimeType: type }),
    videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
    audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
  });
  return runRecorder(recorder, () => performance.now());
}

/** Runs a recorder to its end and keeps what it gives. */
export function runRecorder(recorder: Recorder, nowMs: () => number): Recording {
  const chunks: Blob[] = [];
  let startedMs: number | null = null;
  let endedMs: number | null = null;
  const elapsedMs = () => (startedMs === null ? 0 : (endedMs ?? nowMs()) - startedMs);
  const stop = () => {
    if (recorder.state === 'inactive') return;
    endedMs ??= nowMs();
    recorder.stop();
  };
  const { promise: taken, resolve } = Promise.withResolvers<Take | null>();
  let limit: ReturnType<typeof setTimeout> | undefined;
  recorder.addEventListener('start', () => {
    startedMs = nowMs();
    limit = setTimeout(stop, recordLimitMs);
  });
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) chunks.push(data);
    // Timers sleep in a tab that nobody looks at; chunks come all the same.
    if (elapsedMs() >= recordLimitMs) stop();
  });
  recorder.addEventListener('stop', () => {
    clearTimeout(limit);
    endedMs ??= nowMs();
    const [type = ''] = recorder.mimeType.split(';');
    resolve(chunks.length > 0 ? { blob: new Blob(chunks, { type }), durationMs: elapsedMs() } : null);
  });
  recorder.start(TIMESLICE_MS);
  return { elapsedMs, stop, taken };
}
