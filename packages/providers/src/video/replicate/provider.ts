import { generationRules, type VideoOffers, type VideoProvider } from '@backlot/core';
import { isSuccess, refused, stepTo, unreadable } from '../call.ts';
import type { ReplicateConfig } from '../config.ts';
import { replicateClient } from './client.ts';
import { prediction, toReplicateReport } from './map.ts';

const offers: VideoOffers = {
  durationsSeconds: [5, 10],
  aspects: ['16:9', '9:16', '1:1'],
  seedImage: true,
  // No limit of the model's is known here, so ours is the one.
  promptLengthMax: generationRules.promptLengthMax,
  tells: 'signed',
  idempotent: false,
  // Seedance 1 Lite at 720p: $0.18 for 5 s (list price of its maker, as resold by eachlabs.ai, 2026-03-26).
  priceMicroUsdPerSecond: 36_000,
};

/** Replicate. It knows no idempotency key: a request that was sent twice is two predictions. */
export function replicateVideos(config: ReplicateConfig): VideoProvider {
  const call = replicateClient(config);
  const pathOf = (jobId: string) => `/predictions/${stepTo('replicate', jobId)}`;
  return {
    name: 'replicate',
    offers,

    request: async ({ prompt, durationSeconds, aspect, seedImageUrl, callbackUrl }) => {
      const answer = await call({
        operation: 'request',
        method: 'POST',
        path: `/models/${config.model}/predictions`,
        body: {
          input: {
            prompt,
            duration: durationSeconds,
            resolution: '720p',
            aspect_ratio: aspect,
            ...(seedImageUrl !== null && { image: seedImageUrl }),
          },
          ...(callbackUrl !== null && { webhook: callbackUrl, webhook_events_filter: ['completed'] }),
        },
      });
      if (!isSuccess(answer)) throw refused('replicate', 'bad_input', answer.status);
      const read = prediction.safeParse(answer.body);
      if (!read.success) throw unreadable('replicate', 'request');
      return { jobId: read.data.id };
    },

    read: async (jobId) => {
      const answer = await call({ operation: 'read', method: 'GET', path: pathOf(jobId) });
      const read = prediction.safeParse(answer.body);
      if (!isSuccess(answer) || !read.success) throw unreadable('replicate', 'read');
      return toReplicateReport(read.data);
    },

    cancel: async (jobId) => {
      await call({
        operation: 'cancel',
        method: 'POST',
        path: `${pathOf(jobId)}/cancel`,
        takes: ({ status }) => status === 404,
      });
    },
  };
}
