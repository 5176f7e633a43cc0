/**
 * What an asset is for. `film` and `poster` belong to a campaign; `video` is one that a provider made, with its
 * `video_poster`; `seed` is a picture that a video is made from.
 */
export type AssetPurpose = 'film' | 'poster' | 'avatar' | 'video' | 'video_poster' | 'seed';

/**
 * The life of a film or poster. Moderation states belong to films; a poster goes no further than `stored`
 * and follows its film when the film is promoted or removed.
 */
export const assetStates = [
  'promised',
  'awaiting_upload',
  'verifying',
  'stored',
  'automatic_review',
  'human_review',
  'changes_requested',
  'approved',
  'rejected',
  'appealed',
  'published',
  'removed',
] as const;
export type AssetState = (typeof assetStates)[number];

export const assetTransitions: Readonly<Record<AssetState, readonly AssetState[]>> = {
  /** Chosen and not paid: nothing of it is in storage. */
  promised: ['awaiting_upload', 'removed'],
  /** Paid: parts may come. */
  awaiting_upload: ['verifying', 'removed'],
  /** All parts are said to be in; a mismatch starts over. */
  verifying: ['stored', 'awaiting_upload', 'removed'],
  stored: ['automatic_review', 'human_review', 'published', 'removed'],
  automatic_review: ['human_review', 'rejected', 'removed'],
  human_review: ['approved', 'rejected', 'changes_requested', 'removed'],
  /** The owner brings a new film in a new asset; this one is removed then. */
  changes_requested: ['awaiting_upload', 'removed'],
  rejected: ['appealed', 'removed'],
  appealed: ['approved', 'rejected', 'removed'],
  /** Decided; the object is on its way from pending/ to success/. */
  approved: ['published', 'removed'],
  published: ['removed'],
  removed: [],
};

const includes = <T>(list: readonly T[], value: T): boolean => list.includes(value);

export const canMove = (from: AssetState, to: AssetState): boolean => includes(assetTransitions[from], to);

/** The server has checked every byte: from here on the browser may delete its copy. */
export const isVerified = (state: AssetState): boolean =>
  !includes(['promised', 'awaiting_upload', 'verifying', 'removed'], state);

/** A moderator may decide on it. */
export const canDecide = (state: AssetState): boolean => state === 'human_review' || state === 'appealed';

/** The owner may put another film in its place: until moderation begins, and again when changes were requested. */
export const canReplace = (state: AssetState): boolean =>
  includes(['promised', 'awaiting_upload', 'changes_requested'], state);
