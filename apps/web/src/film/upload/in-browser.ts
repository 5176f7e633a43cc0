import { runTask } from '../worker-client.ts';
import { putPart } from './put-part.ts';
import { type Surroundings, sleep } from './surroundings.ts';

/** The world around an upload in a browser. */
export const inBrowser: Surroundings = {
  nowMs: () => Date.now(),
  random: () => Math.random(),
  sleep,
  isOnline: () => navigator.onLine,
  hashPart: (part, options) => runTask({ kind: 'hashPart', part }, options),
  putPart,
};
