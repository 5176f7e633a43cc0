import { useState } from 'react';

/** Addresses live an hour; one is shown again as long as it surely works. */
const keepMs = 45 * 60_000;

/**
 * An address of a picture that comes anew with every answer of the server: the first one stays, so that the picture is not
 * fetched again each time that something else changes.
 */
export function useKeptAddress(url: string | null): string | null {
  const [kept, setKept] = useState({ url, at: Date.now() });
  if (kept.url === url) return url;
  const stays = url !== null && kept.url !== null && Date.now() - kept.at < keepMs;
  if (!stays) setKept({ url, at: Date.now() });
  return stays ? kept.url : url;
}
