import { type VideoFailure, type VideoOutput, type VideoReport, videoFailures } from '@backlot/core';
import { z } from 'zod';
import { completed } from '../completed.ts';
import { jobName } from '../message.ts';

/**
 * A job of a maker that follows our own wire (docs/adding-a-provider.md), as it answers and as it tells it. What is not
 * understood is left out rather than refused, so that a maker may say more than we ask for.
 */
export const genericJob = z.object({
  jobId: jobName.nullish().catch(null),
  videoId: z.string().min(1).nullish().catch(null),
  /** Of a message: names it for good. */
  eventId: z.string().min(1).max(200).nullish().catch(null),
  status: z.string(),
  /** One video; `outputs` when there are several, or an address that ends or wants headers. */
  videoUrl: z.string().nullish().catch(null),
  outputs: z
    .array(
      z.object({
        url: z.string(),
        expiresAt: z.iso.datetime({ offset: true }).nullish().catch(null),
        headers: z.record(z.string(), z.string()).nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
  error: z
    .union([z.string(), z.object({ code: z.string().nullish().catch(null) })])
    .nullish()
    .catch(null),
});

type GenericJob = z.infer<typeof genericJob>;

/** A job of the generic wire in our words; a status that we do not know means that it goes on. */
export function toGenericReport(job: GenericJob): VideoReport {
  switch (job.status) {
    case 'completed':
      return completed(outputsOf(job));
    case 'failed':
      return { status: 'failed', failure: failureOf(job.error) };
    case 'cancelled':
      return { status: 'failed', failure: 'cancelled' };
    default:
      return { status: 'processing' };
  }
}

function outputsOf({ outputs, videoUrl }: GenericJob): VideoOutput[] {
  if (outputs && outputs.length > 0) {
    return outputs.map(({ url, expiresAt, headers }) => ({
      url,
      expiresAt: expiresAt ? new Date(expiresAt) : null,
      headers: headers ?? {},
    }));
  }
  return videoUrl ? [{ url: videoUrl, expiresAt: null, headers: {} }] : [];
}

/** A maker of this wire uses our own words for what went wrong; any other is its own trouble. */
export function failureOf(error: GenericJob['error']): VideoFailure {
  const code = typeof error === 'string' ? error : error?.code;
  return videoFailures.find((failure) => failure === code) ?? 'provider_failed';
}
