import type { VideoFailure, VideoReport } from '@backlot/core';
import { z } from 'zod';
import { completed } from '../completed.ts';
import { jobName } from '../message.ts';

/** "Output files are automatically deleted after an hour" (replicate.com/docs/topics/predictions/output-files, 2026-11-21). */
const keptMs = 3_600_000;

/** A prediction, as it is answered and as it is told (replicate-javascript 1.4.0, index.d.ts; topics/webhooks/receive-webhook). */
export const prediction = z.object({
  id: jobName,
  status: z.string(),
  output: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
  completed_at: z.iso.datetime({ offset: true }).nullish().catch(null),
});

type Prediction = z.infer<typeof prediction>;

/** A prediction in our words; a status that we do not know means that it goes on. */
export function toReplicateReport({ status, output, error, completed_at }: Prediction): VideoReport {
  switch (status) {
    case 'succeeded': {
      const urls = typeof output === 'string' ? [output] : (output ?? []);
      const expiresAt = completed_at ? new Date(Date.parse(completed_at) + keptMs) : null;
      return completed(urls.map((url) => ({ url, expiresAt, headers: {} })));
    }
    case 'failed':
      return { status: 'failed', failure: toReplicateFailure(error) };
    // `aborted`: a deadline was reached before it began (replicate.com/changelog/2025-10-16-prediction-deadlines).
    case 'canceled':
    case 'aborted':
      return { status: 'failed', failure: 'cancelled' };
    default:
      return { status: 'processing' };
  }
}

/**
 * Replicate has texts only. One of its codes speaks of waiting too long (replicate.com/docs/reference/error-codes); models put refusals
 * into words of their own, so that only what is said plainly counts as one.
 */
function toReplicateFailure(error: unknown): VideoFailure {
  const text = typeof error === 'string' ? error : '';
  if (/\bE6716\b/.test(text)) return 'timed_out';
  if (/flagged as sensitive|\bNSFW\b|content (policy|moderation)|safety (system|filter)/i.test(text)) {
    return 'refused_content';
  }
  return 'provider_failed';
}
