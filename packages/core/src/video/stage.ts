import type { GenerationState } from './generations.ts';
import type { VideoStorage } from './keeping.ts';

/** One word for where a video is, from the wish to the bin. Pages and server read the same table. */
export const videoStages = [
  'accepted',
  'generating',
  'cancelled',
  'failed',
  'storing',
  'not_stored',
  'stored',
  'binned',
  'deleted',
] as const;
export type VideoStage = (typeof videoStages)[number];

/** The stage of a video, from its generation's state, its storage, and whether it lies in the bin. */
export function videoStage(generation: GenerationState, storage: VideoStorage, binned: boolean): VideoStage {
  if (storage === 'deleted') return 'deleted';
  if (binned) return 'binned';
  if (storage === 'pending' || storage === 'processing') return 'storing';
  if (storage === 'failed') return 'not_stored';
  if (storage === 'stored') return 'stored';
  if (generation === 'failed' || generation === 'cancelled') return generation;
  return generation === 'accepted' ? 'accepted' : 'generating';
}

/** What its owner may do with a video. `again` begins a new generation with the same wish. */
export const videoActs = [
  'cancel',
  'again',
  'retry',
  'play',
  'download',
  'rename',
  'bin',
  'restore',
  'remove',
] as const;
export type VideoAct = (typeof videoActs)[number];

export const videoActsOf: Readonly<Record<VideoStage, readonly VideoAct[]>> = {
  accepted: ['cancel'],
  generating: ['cancel'],
  cancelled: ['again', 'bin'],
  failed: ['again', 'bin'],
  storing: [],
  /** It may still be played and fetched from where the provider keeps it, through us. */
  not_stored: ['retry', 'play', 'download', 'rename', 'again', 'bin'],
  stored: ['play', 'download', 'rename', 'again', 'bin'],
  binned: ['restore', 'remove'],
  deleted: [],
};

export const mayDo = (stage: VideoStage, act: VideoAct): boolean => videoActsOf[stage].includes(act);

/** What a library can be narrowed to. */
export const videoShelves = ['all', 'in_progress', 'ready', 'failed', 'bin'] as const;
export type VideoShelf = (typeof videoShelves)[number];

/** How much of a copy is done, in whole per cent, rounded down so that 100 means done; null while its size is not known. */
export function percentStored(archivedBytes: number, sourceSizeBytes: number | null): number | null {
  if (sourceSizeBytes === null || sourceSizeBytes <= 0) return null;
  return Math.min(100, Math.floor((archivedBytes / sourceSizeBytes) * 100));
}
