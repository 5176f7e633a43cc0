import { BacklotError, generationRules, type VideoOffers, type VideoProvider } from '@backlot/core';
import { z } from 'zod';
import { isSuccess, refused, stepTo, unreadable } from '../call.ts';
import type { GenericVideoConfig } from '../config.ts';
import { genericClient } from './client.ts';
import { failureOf, genericJob, toGenericReport } from './map.ts';

const offers: VideoOffers = {
  durationsSeconds: [5, 10],
  aspects: ['16:9', '9:16', '1:1'],
  seedImage: true,
  // Whoever follows our wire takes what a person may ask for (docs/adding-a-provider.md).
  promptLengthMax: generationRules.promptLengthMax,
  tells: 'signed',
  idempotent: true,
  // Nobody's list price: whoever is behind the address has an agreement with the operator.
  priceMicroUsdPerSecond: 0,
};

const accepted = z.object({ jobId: z.string().min(1) });
const refusal = z.object({ error: genericJob.shape.error });

/** Any maker that follows our own wire. The same idempotency key gives the same job: the wire demands it. */
export function genericVideos(config: GenericVideoConfig): VideoProvider {
  const call = genericClient(config);
  const pathOf = (jobId: string) => `/videos/${stepTo('generic', jobId)}`;
  return {
    name: 'generic',
    offers: { ...offers, priceMicroUsdPerSecond: config.priceMicroUsdPerSecond },

    request: async ({ idempotencyKey, aspect, seedImageUrl, ...order }) => {
      const answer = await call({
        operation: 'request',
        method: 'POST',
        path: '/videos',
        headers: { 'idempotency-key': idempotencyKey },
        body: { ...order, aspectRatio: aspect, imageUrl: seedImageUrl },
      });
      if (!isSuccess(answer)) {
        const said = refusal.safeParse(answer.body).data?.error;
        throw refused('generic', said ? failureOf(said) : 'bad_input', answer.status);
      }
      const read = accepted.safeParse(answer.body);
      if (!read.success) throw unreadable('generic', 'request');
      return read.data;
    },

    read: async (jobId) => {
      const answer = await call({ operation: 'read', method: 'GET', path: pathOf(jobId) });
      const read = genericJob.safeParse(answer.body);
      if (!isSuccess(answer) || !read.success) throw unreadable('generic', 'read');
      return toGenericReport(read.data);
    },

    cancel: async (jobId) => {
      const answer = await call({
        operation: 'cancel',
        method: 'POST',
        path: `${pathOf(jobId)}/cancel`,
        // It has ended, or is gone: nothing is left to cancel.
        takes: ({ status }) => status === 409 || status === 404,
      });
      if (answer.status === 400 || answer.status === 422) {
        throw new BacklotError('INTERNAL', {
          provider: 'generic',
          operation: 'cancel',
          status: answer.status,
        });
      }
    },
  };
}
