import type { VideoOffers, VideoProvider } from '@backlot/core';
import { z } from 'zod';
import { isSuccess, refused, stepTo, unreadable } from '../call.ts';
import type { RunwayConfig } from '../config.ts';
import { runwayClient } from './client.ts';
import { runwayRatios, runwayTask, toRunwayReport } from './map.ts';

const offers: VideoOffers = {
  durationsSeconds: [5, 10],
  aspects: ['16:9', '9:16'],
  seedImage: true,
  // "up to 1000 characters (measured in UTF-16 code units)" (runwayml/sdk-node 4.12.0, text-to-video.ts, `Gen4_5`).
  promptLengthMax: 1_000,
  tells: 'nothing',
  idempotent: false,
  // Gen-4.5: 12 credits a second at $0.01 (docs.dev.runwayml.com/guides/setup and models, 2026-11-21).
  priceMicroUsdPerSecond: 120_000,
};

const accepted = z.object({ id: z.string().min(1) });

/**
 * Runway. It sends no messages, and knows no idempotency key: a request that was sent twice is two tasks.
 * @param now milliseconds since 1970
 */
export function runwayVideos(config: RunwayConfig, now: () => number = Date.now): VideoProvider {
  const call = runwayClient(config);
  const pathOf = (jobId: string) => `/v1/tasks/${stepTo('runway', jobId)}`;
  return {
    name: 'runway',
    offers,

    request: async ({ prompt, durationSeconds, aspect, seedImageUrl }) => {
      const ratio = runwayRatios[aspect];
      if (ratio === undefined) throw refused('runway', 'bad_input', 400);
      const answer = await call({
        operation: 'request',
        method: 'POST',
        path: seedImageUrl === null ? '/v1/text_to_video' : '/v1/image_to_video',
        body: {
          model: config.model,
          promptText: prompt,
          duration: durationSeconds,
          ratio,
          ...(seedImageUrl !== null && { promptImage: seedImageUrl }),
        },
      });
      if (!isSuccess(answer)) throw refused('runway', 'bad_input', answer.status);
      const read = accepted.safeParse(answer.body);
      if (!read.success) throw unreadable('runway', 'request');
      return { jobId: read.data.id };
    },

    read: async (jobId) => {
      const answer = await call({ operation: 'read', method: 'GET', path: pathOf(jobId) });
      const read = runwayTask.safeParse(answer.body);
      if (!isSuccess(answer) || !read.success) throw unreadable('runway', 'read');
      return toRunwayReport(read.data, now());
    },

    /** Deletes one that has ended, so this is only for those that still run (sdk-node, tasks.ts, `delete`). */
    cancel: async (jobId) => {
      const task = await call({
        operation: 'cancel',
        method: 'GET',
        path: pathOf(jobId),
        takes: ({ status }) => status === 404,
      });
      const read = runwayTask.safeParse(task.body);
      if (task.status === 404 || !read.success || toRunwayReport(read.data, now()).status !== 'processing')
        return;
      await call({
        operation: 'cancel',
        method: 'DELETE',
        path: pathOf(jobId),
        takes: ({ status }) => status === 404,
      });
    },
  };
}
