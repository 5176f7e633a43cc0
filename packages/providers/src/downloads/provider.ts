import type { Downloads } from '@backlot/core';
import type { DownloadsConfig } from './config.ts';
import { usualLimits } from './limits.ts';
import type { Means } from './open.ts';

/** Downloads by undici, which follows no redirect and decodes nothing by itself; it is loaded for the first of them. */
export function guardedDownloads(
  config: DownloadsConfig,
  parts: Pick<Means, 'connector'> & { limits?: Partial<Means['limits']> } = {},
): Downloads {
  const trusted = { http: config.httpHosts, private: config.privateHosts };
  const limits = { ...usualLimits, sizeBytesMax: config.sizeBytesMax, ...parts.limits };
  return {
    open: async (asked) => {
      const { open } = await import('./open.ts');
      return open({ trusted, limits, connector: parts.connector }, asked);
    },
  };
}
