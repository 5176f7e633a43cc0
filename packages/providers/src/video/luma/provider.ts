import type { VideoOffers, VideoProvider } from '@backlot/core';
import { isSuccess, refused, stepTo, unreadable } from '../call.ts';
import type { LumaConfig } from '../config.ts';
import { lumaClient } from './client.ts';
import { lumaGeneration, toLumaReport } from './map.ts';

const offers: VideoOffers = {
  durationsSeconds: [5, 9],
  aspects: ['16:9', '9:16', '1:1'],
  seedImage: true,
  // "Prompt is too long, maximum length is 5000 characters" (docs.lumalabs.ai/docs/errors, 2026-11-21); in which unit it does not say.
  promptLengthMax: 5_000,
  tells: 'hint',
  idempotent: false,
  // Ray 2 Flash at 720p: 11 credits a second at $4 for 1,200 (costbench.com/software/ai-media-apis/luma-dream-machine-api, 2026-05-30).
  priceMicroUsdPerSecond: 36_667,
};

/** Luma. It knows no idempotency key: a request that was sent twice is two generations. */
export function lumaVideos(config: LumaConfig): VideoProvider {
  const call = lumaClient(config);
  const pathOf = (jobId: string) => `/generations/${stepTo('luma', jobId)}`;
  return {
    name: 'luma',
    offers,

    request: async ({ prompt, durationSeconds, aspect, seedImageUrl, callbackUrl }) => {
      const answer = await call({
        operation: 'request',
        method: 'POST',
        path: '/generations/video',
        body: {
          generation_type: 'video',
          model: config.model,
          prompt,
          duration: `${durationSeconds}s`,
          resolution: '720p',
          aspect_ratio: aspect,
          ...(seedImageUrl !== null && { keyframes: { frame0: { type: 'image', url: seedImageUrl } } }),
          ...(callbackUrl !== null && { callback_url: callbackUrl }),
        },
      });
      if (!isSuccess(answer)) throw refused('luma', 'bad_input', answer.status);
      const read = lumaGeneration.safeParse(answer.body);
      if (!read.success) throw unreadable('luma', 'request');
      return { jobId: read.data.id };
    },

    read: async (jobId) => {
      const answer = await call({ operation: 'read', method: 'GET', path: pathOf(jobId) });
      const read = lumaGeneration.safeParse(answer.body);
      if (!isSuccess(answer) || !read.success) throw unreadable('luma', 'read');
      return toLumaReport(read.data);
    },

    /** Luma cannot stop a generation; deleting it is all there is. */
    cancel: async (jobId) => {
      await call({
        operation: 'cancel',
        method: 'DELETE',
        path: pathOf(jobId),
        takes: ({ status }) => status === 404,
      });
    },
  };
}
