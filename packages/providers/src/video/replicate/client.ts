import { type VideoClient, videoClient } from '../call.ts';
import type { ReplicateConfig } from '../config.ts';

/** Replicate's HTTP API (replicate.com/docs/reference/http). */
export const replicateClient = ({ baseUrl, key }: ReplicateConfig): VideoClient =>
  videoClient({ provider: 'replicate', baseUrl, headers: { authorization: `Bearer ${key}` } });
