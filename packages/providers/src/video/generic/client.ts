import { type VideoClient, videoClient } from '../call.ts';
import type { GenericVideoConfig } from '../config.ts';

/** The key goes in the one header that proxies keep out of their logs. */
export const genericClient = ({ baseUrl, key }: GenericVideoConfig): VideoClient =>
  videoClient({ provider: 'generic', baseUrl, headers: { authorization: `Bearer ${key}` } });
