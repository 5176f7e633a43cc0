import type { FilmFacts, PrivateFinding } from '@backlot/core';
import type { FilmErrorCode, FilmErrorData } from '../errors.ts';

/** Where the bytes of a kept film are: a file of the origin private file system, or the record itself. */
export type Place = { kind: 'opfs'; fileName: string } | { kind: 'indexeddb'; blob: Blob };

export interface PosterImage {
  blob: Blob;
  /** Lower-case hex. */
  sha256: string;
  widthPx: number;
  heightPx: number;
  /** As #rrggbb. */
  averageColour: string;
}

/** What the worker made of a picked film. */
export interface PreparedFilm {
  /** Of the bytes that were kept: without private data unless the person keeps it. */
  facts: FilmFacts;
  /** Of exactly the bytes that will be sent, lower-case hex. */
  sha256: string;
  /** Of each part of the upload in base64, the first part first. */
  partHashes: string[];
  /** What the picked file told of place and device, removed or not. */
  findings: PrivateFinding[];
  privateDataKept: boolean;
  /** This browser decoded its pictures, so it can play it. */
  canPreview: boolean;
  poster: PosterImage | null;
  place: Place;
}

export type FilmPhase = 'reading' | 'copying' | 'checking';

export interface FilmProgress {
  phase: FilmPhase;
  doneBytes: number;
  totalBytes: number;
}

export type FilmTask =
  | {
      kind: 'keep';
      file: Blob;
      /** Name without ending; unique for each try. */
      fileName: string;
      keepPrivateData: boolean;
      /** Take only the film with this hash, whether as picked or without its private data. */
      expectedSha256?: string;
    }
  | { kind: 'hashPart'; part: Blob };

export interface TaskResult {
  keep: PreparedFilm;
  /** Base64. */
  hashPart: string;
}

export type ToWorker = { id: number; task: FilmTask } | { id: number; stop: true };

export type FromWorker =
  | { id: number; progress: FilmProgress }
  | { id: number; result: TaskResult[FilmTask['kind']] }
  | { id: number; error: { code: FilmErrorCode; data: FilmErrorData } }
  | { id: number; stopped: true }
  | { id: number; crash: string };
