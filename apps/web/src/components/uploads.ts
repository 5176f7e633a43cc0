import { useSyncExternalStore } from 'react';
import { createUploads, type TrayUpload, type Uploads, type UploadsApi, uploadsOf } from '../film/index.ts';

let uploads: Uploads | null = null;
const listeners = new Set<() => void>();
const none: readonly TrayUpload[] = [];

/** Starts the uploads of a member in this tab; answers how to end them (signing out, another member). */
export function startUploads(api: UploadsApi): () => void {
  const started = createUploads(uploadsOf(api));
  uploads = started;
  const stopWatching = started.subscribe(() => {
    for (const listener of listeners) listener();
  });
  const stop = started.start();
  return () => {
    stopWatching();
    stop();
    if (uploads === started) uploads = null;
    for (const listener of listeners) listener();
  };
}

/** The uploads of this member, or null for a visitor. */
export function runningUploads(): Uploads | null {
  return uploads;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Every film on its way, in this tab or another. */
export function useUploadLines(): readonly TrayUpload[] {
  return useSyncExternalStore(subscribe, () => uploads?.getSnapshot().uploads ?? none);
}
