import type { KeptFilm } from '../film-db.ts';
import { addSample, type SpeedSample, secondsLeft, speedOf } from './speed.ts';
import type { Upload } from './upload-engine.ts';
import { sentBytes, type UploadPhase, type UploadReason } from './upload-machine.ts';

/** One line of the tray. */
export interface TrayUpload {
  campaignId: string;
  /** The person's own name of the file. */
  name: string;
  phase: UploadPhase;
  /** Why it is retrying, refused or failed. */
  reason: UploadReason | null;
  retryAtMs: number | null;
  sentBytes: number;
  sizeBytes: number;
  /** Null while too little is known, and while nothing moves. */
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  /** This tab does the work; another one does it otherwise. */
  here: boolean;
}

/** The status changes with every bit of progress; those who watch hear of that so often, and of a new phase at once. */
const TELL_EVERY_MS = 200;

/** Tells of the line of an upload now and whenever it changes. Answers how to stop, which tells a last time. */
export function watchLine(film: KeptFilm, upload: Upload, tell: (line: TrayUpload) => void): () => void {
  let samples: SpeedSample[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let told: UploadPhase | null = null;

  function say(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const { phase, reason, retryAtMs, ...status } = upload.status.getSnapshot();
    const { sizeBytes } = film.facts;
    const sent = phase === 'stored' ? sizeBytes : sentBytes({ phase, reason, retryAtMs, ...status });
    samples = phase === 'sending' ? addSample(samples, { atMs: Date.now(), sentBytes: sent }) : [];
    const bytesPerSecond = speedOf(samples);
    told = phase;
    tell({
      campaignId: film.campaignId,
      name: film.name,
      phase,
      reason,
      retryAtMs,
      sentBytes: sent,
      sizeBytes,
      bytesPerSecond,
      secondsLeft: secondsLeft(sizeBytes - sent, bytesPerSecond),
      here: true,
    });
  }

  const stop = upload.status.subscribe(() => {
    if (upload.status.getSnapshot().phase !== told) say();
    else timer ??= setTimeout(say, TELL_EVERY_MS);
  });
  say();
  return () => {
    stop();
    say();
  };
}
