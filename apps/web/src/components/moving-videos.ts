import { useSyncExternalStore } from 'react';
import { createObservable } from '../observable.ts';

const count = createObservable(0);

/** Said by the one who watches them: how many videos of the member are being made or stored. */
export const setMovingVideos = count.set;

/** How many videos of the member are being made or stored, as far as is known. */
export const useMovingVideos = (): number => useSyncExternalStore(count.subscribe, count.getSnapshot);
