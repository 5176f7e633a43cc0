import type { VideoFailure, VideoReport } from '@backlot/core';
import { z } from 'zod';
import { completed } from '../completed.ts';

/** A generation (lumaai-node 1.21.0, src/resources/generations/generations.ts). */
export const lumaGeneration = z.object({
  id: z.string().min(1),
  state: z.string(),
  failure_reason: z.string().nullish().catch(null),
  assets: z
    .object({ video: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

type LumaGeneration = z.infer<typeof lumaGeneration>;

/** A generation in our words; a state that we do not know means that it goes on. Luma says nowhere how long it keeps a video. */
export function toLumaReport({ state, assets, failure_reason }: LumaGeneration): VideoReport {
  switch (state) {
    case 'completed':
      return completed(assets?.video ? [{ url: assets.video, expiresAt: null, headers: {} }] : []);
    case 'failed':
      return { status: 'failed', failure: toLumaFailure(failure_reason ?? '') };
    default:
      return { status: 'processing' };
  }
}

/** The texts of docs.lumalabs.ai/docs/errors (2026-11-21), "After submission". */
function toLumaFailure(reason: string): VideoFailure {
  if (/moderation failed|blacklisted words/i.test(reason)) return 'refused_content';
  if (/failed to read user input frames/i.test(reason)) return 'bad_input';
  return 'provider_failed';
}
