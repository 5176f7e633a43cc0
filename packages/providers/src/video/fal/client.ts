import { type VideoClient, videoClient } from '../call.ts';
import type { FalConfig } from '../config.ts';

/** fal's queue, by its key scheme `Key …` (fal-js 1.10.1, libs/client/src/request.ts). */
export const falClient = ({ baseUrl, key }: FalConfig): VideoClient =>
  videoClient({ provider: 'fal', baseUrl, headers: { authorization: `Key ${key}` } });

/**
 * Under which path fal keeps a model's requests: owner and name, without what follows (docs.fal.ai/model-endpoints/queue,
 * "the subpath … should be used when making the request, but not when getting request status or results").
 */
export const requestsPathOf = (model: string): string =>
  `/${model.split('/').slice(0, 2).join('/')}/requests`;
