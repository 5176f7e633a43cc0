/**
 * One try at bringing an asset's bytes in. `granted` is the right to upload, written with the confirmation;
 * a worker then opens the multipart upload at the storage.
 */
export const uploadStates = ['granted', 'open', 'completing', 'done', 'refused', 'aborted'] as const;
export type UploadState = (typeof uploadStates)[number];

export const uploadTransitions: Readonly<Record<UploadState, readonly UploadState[]>> = {
  granted: ['open', 'aborted'],
  open: ['completing', 'aborted'],
  completing: ['done', 'refused', 'aborted'],
  done: [],
  /** What arrived was not what was promised; the object is deleted and a new upload is granted. */
  refused: [],
  aborted: [],
};

/** States in which an upload may still bring bytes. */
export const liveUploadStates = ['granted', 'open', 'completing'] as const satisfies readonly UploadState[];

export const isLive = (state: UploadState): boolean =>
  (liveUploadStates as readonly UploadState[]).includes(state);

/** Why a verification refused what arrived; pages have words for each. */
export const filmRefusals = ['size', 'sha256', 'container', 'duration', 'missing'] as const;
export type FilmRefusal = (typeof filmRefusals)[number];
export const imageRefusals = ['image_type', 'image_animated', 'image_too_large', 'image_damaged'] as const;
export type ImageRefusal = (typeof imageRefusals)[number];
export type Refusal = FilmRefusal | ImageRefusal;

export const isFilmRefusal = (refusal: Refusal): refusal is FilmRefusal =>
  (filmRefusals as readonly Refusal[]).includes(refusal);

/** A part's presigned address lives this long; short, because a new one is a request away. */
export const partAddressExpiresInSeconds = 15 * 60;
/** Addresses for this many parts are handed out in one request at most. */
export const partsPerRequestMax = 50;
