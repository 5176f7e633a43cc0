import { useSyncExternalStore } from 'react';

let count = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Said by the one who watches them: how many videos of the member are being made or stored. */
export function setMovingVideos(next: number): void {
  if (next === count) return;
  count = next;
  for (const listener of listeners) listener();
}

/** How many videos of the member are being made or stored, as far as is known. */
export const useMovingVideos = (): number => useSyncExternalStore(subscribe, () => count);
