import { type VideoClient, videoClient } from '../call.ts';
import type { RunwayConfig } from '../config.ts';

/** The version whose shapes `map.ts` reads; Runway demands one with every call (runwayml/sdk-node 4.12.0). */
const version = '2024-11-06';

export const runwayClient = ({ baseUrl, key }: RunwayConfig): VideoClient =>
  videoClient({
    provider: 'runway',
    baseUrl,
    headers: { authorization: `Bearer ${key}`, 'x-runway-version': version },
  });
