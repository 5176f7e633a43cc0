import type { DownloadsConfig } from './config.ts';

/** What a log says at the start of a process whose downloads may go where they usually may not; null where there is nothing. */
export function exceptionsIn({ httpHosts, privateHosts }: DownloadsConfig): {
  httpHosts: readonly string[];
  privateHosts: readonly string[];
} | null {
  return httpHosts.length + privateHosts.length === 0 ? null : { httpHosts, privateHosts };
}
