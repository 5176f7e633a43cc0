import { BacklotError, type VideoOffers, type VideoProvider, type VideoReport } from '@backlot/core';
import { z } from 'zod';
import { isSuccess, refused, stepTo, unreadable } from '../call.ts';
import type { FalConfig } from '../config.ts';
import { falClient, requestsPathOf } from './client.ts';
import { falError, falKeepsSeconds, falOutput, falStatus, toFalFailure, toFalReport } from './map.ts';

const offers: VideoOffers = {
  durationsSeconds: [5, 10],
  aspects: ['16:9', '9:16', '1:1'],
  seedImage: true,
  // Kling 2.5 Turbo Pro: 2,500 in copies of its input schema; the model's own page names no limit (2026-11-21).
  promptLengthMax: 2_500,
  tells: 'signed',
  idempotent: false,
  // Kling 2.5 Turbo Pro: $0.35 for 5 s and $0.07 for each more (fal.ai/models/fal-ai/kling-video/v2.5-turbo/pro, 2026-11-21).
  priceMicroUsdPerSecond: 70_000,
};

const accepted = z.object({ request_id: z.string().min(1) });

/**
 * fal's queue (docs.fal.ai/model-endpoints/queue). It knows no idempotency key: a request that was sent twice is two jobs.
 * @param now milliseconds since 1970
 */
export function falVideos(config: FalConfig, now: () => number = Date.now): VideoProvider {
  const call = falClient(config);
  const pathOf = (jobId: string) => `${requestsPathOf(config.model)}/${stepTo('fal', jobId)}`;

  /** A result that is an error has the error's status, by which it could be taken for an outage of the queue itself. */
  async function readResult(jobId: string): Promise<VideoReport> {
    const answer = await call({
      operation: 'readResult',
      method: 'GET',
      path: pathOf(jobId),
      takes: ({ status, body }) => status >= 400 && status !== 429 && hasReason(body),
    });
    if (!isSuccess(answer)) return { status: 'failed', failure: toFalFailure(answer.body) };
    const output = falOutput.safeParse(answer.body);
    if (!output.success) throw unreadable('fal', 'readResult');
    return toFalReport(output.data, now());
  }

  return {
    name: 'fal',
    offers,

    request: async ({ prompt, durationSeconds, aspect, seedImageUrl, callbackUrl }) => {
      const input = { prompt, duration: String(durationSeconds) };
      const answer = await call({
        operation: 'request',
        method: 'POST',
        path: `/${seedImageUrl === null ? config.model : config.imageModel}`,
        ...(callbackUrl !== null && { query: { fal_webhook: callbackUrl } }),
        headers: {
          'x-fal-object-lifecycle-preference': JSON.stringify({
            expiration_duration_seconds: falKeepsSeconds,
          }),
        },
        // From a picture it takes the picture's own aspect.
        body:
          seedImageUrl === null ? { ...input, aspect_ratio: aspect } : { ...input, image_url: seedImageUrl },
      });
      if (!isSuccess(answer)) {
        const failure = toFalFailure(answer.body);
        throw refused('fal', failure === 'provider_failed' ? 'bad_input' : failure, answer.status);
      }
      const read = accepted.safeParse(answer.body);
      if (!read.success) throw unreadable('fal', 'request');
      return { jobId: read.data.request_id };
    },

    read: async (jobId) => {
      const answer = await call({ operation: 'read', method: 'GET', path: `${pathOf(jobId)}/status` });
      const read = falStatus.safeParse(answer.body);
      if (!isSuccess(answer) || !read.success) throw unreadable('fal', 'read');
      const { status, error, error_type } = read.data;
      if (status !== 'COMPLETED') return { status: 'processing' };
      if (error_type) return { status: 'failed', failure: toFalFailure(error, error_type) };
      return readResult(jobId);
    },

    cancel: async (jobId) => {
      const answer = await call({
        operation: 'cancel',
        method: 'PUT',
        path: `${pathOf(jobId)}/cancel`,
        // ALREADY_COMPLETED comes with 400, NOT_FOUND with 404 (fal.ai/docs/inference-api/queue/cancel).
        takes: ({ status }) => status === 400 || status === 404,
      });
      if (answer.status === 422)
        throw new BacklotError('INTERNAL', { provider: 'fal', operation: 'cancel', status: answer.status });
    },
  };
}

/** Whether a body says in fal's own way why there is no result. */
function hasReason(body: unknown): boolean {
  const { detail, error_type } = falError.safeParse(body).data ?? {};
  return Boolean(error_type) || (Array.isArray(detail) && detail.length > 0);
}
