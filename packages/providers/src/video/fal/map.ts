import type { VideoFailure, VideoReport } from '@backlot/core';
import { z } from 'zod';
import { completed } from '../completed.ts';
import { jobName } from '../message.ts';

/** How long we let fal keep what it made, by `X-Fal-Object-Lifecycle-Preference` (fal.ai/docs, media-expiration). */
export const falKeepsSeconds = 24 * 3_600;

/** GET …/requests/{id}/status (fal-js 1.10.1, libs/client/src/types/common.ts; `error_type` by fal.ai/docs, request-errors). */
export const falStatus = z.object({
  status: z.string(),
  error: z.unknown().optional(),
  error_type: z.string().nullish().catch(null),
});

/** What a video model of fal answers: `{ video: { url } }` (fal.ai/models/fal-ai/kling-video, output schema). */
export const falOutput = z.object({
  video: z.object({ url: z.string() }).nullish().catch(null),
  videos: z
    .array(z.object({ url: z.string() }))
    .nullish()
    .catch(null),
});

/** Errors: a list of typed ones by a model, or one text with `error_type` by the queue. */
export const falError = z.object({
  detail: z
    .union([z.array(z.object({ type: z.string().nullish().catch(null) })), z.string()])
    .nullish()
    .catch(null),
  error_type: z.string().nullish().catch(null),
});

/** What fal posts to `fal_webhook` (docs.fal.ai/model-endpoints/webhooks). */
export const falMessage = z.object({
  request_id: jobName,
  status: z.string(),
  payload: z.unknown().optional(),
  payload_error: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** What a finished request gave. The time of its end is not said; it was over by `nowMs`. */
export function toFalReport(output: z.infer<typeof falOutput>, nowMs: number): VideoReport {
  const files = output.videos ?? (output.video ? [output.video] : []);
  const expiresAt = new Date(nowMs + falKeepsSeconds * 1000);
  return completed(files.map(({ url }) => ({ url, expiresAt, headers: {} })));
}

/** Types of docs.fal.ai/errors and fal.ai/docs/documentation/model-apis/request-errors; any other is about the input. */
const failures: Readonly<Record<string, VideoFailure>> = {
  content_policy_violation: 'refused_content',
  no_media_generated: 'no_output',
  generation_timeout: 'timed_out',
  request_timeout: 'timed_out',
  startup_timeout: 'timed_out',
  client_cancelled: 'cancelled',
  client_disconnected: 'cancelled',
  bad_request: 'bad_input',
  internal_error: 'provider_failed',
  internal_server_error: 'provider_failed',
  downstream_service_error: 'provider_failed',
  downstream_service_unavailable: 'provider_failed',
};

/**
 * Why a request failed. The first type counts; a list of others says what is wrong with a field.
 * @param body the error as the result, or the payload of a message
 */
export function toFalFailure(body: unknown, type?: string | null): VideoFailure {
  const { detail, error_type } = falError.safeParse(body).data ?? {};
  const typed = Array.isArray(detail) ? detail[0]?.type : null;
  const said = typed ?? type ?? error_type;
  if (said && Object.hasOwn(failures, said)) return failures[said] ?? 'provider_failed';
  return typed ? 'bad_input' : 'provider_failed';
}

/** A message as a report; null when it does not carry the result, so that the request has to be read. */
export function toFalMessageReport(message: z.infer<typeof falMessage>, nowMs: number): VideoReport | null {
  if (message.status === 'ERROR') return { status: 'failed', failure: toFalFailure(message.payload) };
  if (message.status !== 'OK') return { status: 'processing' };
  const output = falOutput.safeParse(message.payload);
  return output.success && !message.payload_error ? toFalReport(output.data, nowMs) : null;
}
