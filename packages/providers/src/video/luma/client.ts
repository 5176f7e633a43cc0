import { type VideoClient, videoClient } from '../call.ts';
import type { LumaConfig } from '../config.ts';

/** Luma's Dream Machine API (lumaai-node 1.21.0). */
export const lumaClient = ({ baseUrl, key }: LumaConfig): VideoClient =>
  videoClient({ provider: 'luma', baseUrl, headers: { authorization: `Bearer ${key}` } });
