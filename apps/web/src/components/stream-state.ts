import { useSyncExternalStore } from 'react';
import { createObservable } from '../observable.ts';

const up = createObservable(false);

/** Said by the one who reads the stream of notices: whether it is open now. */
export const setStreamUp = up.set;

/** So often something that moves is asked for while no notice could come. */
export const askAgainMs = 3_000;

/** When to ask again for something: never while notices come, nor for what does not move by itself. */
export const nextAskMs = (streamIsUp: boolean, moves: boolean): number | false =>
  moves && !streamIsUp ? askAgainMs : false;

/** For `refetchInterval` of what changes by itself: notices say when, and asking stands in while they cannot. */
export function useAskAgain(): (moves: boolean) => number | false {
  const streamIsUp = useSyncExternalStore(up.subscribe, up.getSnapshot);
  return (moves) => nextAskMs(streamIsUp, moves);
}
