import type { VideoMessage } from '@backlot/core';
import { z } from 'zod';
import { jobName, nameOf, readBody } from '../message.ts';

/** A job's id is all that is read; what else it says anybody could have written. */
const shape = z.object({ id: jobName });

/**
 * Reads a callback of Luma, which signs nothing (docs.lumalabs.ai/changelog/callbacks-and-credits-balance, 2026-11-21). Whether
 * it may speak is decided by the token in its address; what it says only leads to reading the job again.
 * @throws BacklotError BAD_INPUT
 */
export function readLumaHint({ rawBody, videoId }: { rawBody: Uint8Array; videoId: string }): VideoMessage {
  const { id } = readBody('luma', rawBody, shape);
  return { externalId: nameOf(rawBody), jobId: id, videoId, report: null };
}
