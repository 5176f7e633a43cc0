import type { VideoOutput, VideoReport } from '@backlot/core';
import { isWritable } from './message.ts';

/** Of one wish. Each becomes a video and a copy of its own; no maker's model makes as many at once. */
const outputsMax = 10;

/** What was made, without what is no address or cannot be written down, and no more of it than anybody asked for. */
export const completed = (outputs: readonly VideoOutput[]): VideoReport => ({
  status: 'completed',
  outputs: outputs
    .filter(({ url, headers }) => url !== '' && [url, ...Object.entries(headers).flat()].every(isWritable))
    .slice(0, outputsMax),
});
