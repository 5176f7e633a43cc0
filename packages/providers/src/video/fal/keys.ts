import { createPublicKey, type KeyObject } from 'node:crypto';
import { BacklotError } from '@backlot/core';
import { z } from 'zod';

/** "Cache the JWKS … but not longer than 24 hours" (docs.fal.ai/model-endpoints/webhooks, Verifying Your Webhook). */
const keptMs = 24 * 3_600_000;
/** A signature that no key fits may mean new keys; forged ones must not make us ask more often than this. */
const askAgainMs = 5 * 60_000;
const timeoutMs = 10_000;
const bytesMax = 256 * 1024;

const keySet = z.object({
  keys: z.array(z.object({ kty: z.string(), crv: z.string().optional(), x: z.string().optional() })),
});

/** The public keys by which fal signs. */
export type FalKeys = {
  /** Keys to try; fetched when they are not at hand. PROVIDER_UNAVAILABLE when they cannot be had. */
  current(nowMs: number): Promise<readonly KeyObject[]>;
  /** Newer keys, for a signature that no current one fits; null when it is too early to ask again. */
  newer(nowMs: number): Promise<readonly KeyObject[] | null>;
};

/** Keeps the keys in memory; many messages at once ask for them once. */
export function falKeys(url: string): FalKeys {
  let kept: { keys: readonly KeyObject[]; fetchedMs: number } | null = null;
  let asking: Promise<readonly KeyObject[]> | null = null;
  let askedMs = Number.NEGATIVE_INFINITY;

  const ask = (nowMs: number): Promise<readonly KeyObject[]> => {
    askedMs = nowMs;
    asking ??= fetchKeys(url)
      .then((keys) => {
        kept = { keys, fetchedMs: nowMs };
        return keys;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return {
    current: async (nowMs) => (kept && nowMs - kept.fetchedMs < keptMs ? kept.keys : ask(nowMs)),
    newer: async (nowMs) => (nowMs - askedMs < askAgainMs ? null : ask(nowMs)),
  };
}

async function fetchKeys(url: string): Promise<readonly KeyObject[]> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    if (!response.ok || text.length > bytesMax) throw new Error('no keys');
    return keySet
      .parse(JSON.parse(text))
      .keys.filter(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && x !== undefined)
      .map(({ x }) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  } catch {
    throw new BacklotError('PROVIDER_UNAVAILABLE', { provider: 'fal', operation: 'readKeys', status: null });
  }
}
