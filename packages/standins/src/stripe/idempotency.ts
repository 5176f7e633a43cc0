import { createHash } from 'node:crypto';
import { Fault } from './errors.ts';
import type { Remembered } from './records.ts';
import type { World } from './world.ts';

const KEPT_MS = 24 * 3_600_000;
const LONGEST_KEY = 255;

/**
 * The answer given before under this key, if any; https://docs.stripe.com/api/idempotent_requests.
 * Throws a fault when the key was used for another request. The work of a request is done in one turn, so two
 * requests with one key at the same time run it once: the second finds the answer of the first.
 */
export function recall(world: World, key: string, request: string, body: string): Remembered | undefined {
  if (key.length > LONGEST_KEY) {
    const message = `Idempotency keys can have at most ${LONGEST_KEY} characters`;
    throw new Fault(400, { type: 'idempotency_error', message }, true);
  }
  const known = world.store.get('remembered', key);
  if (!known) return undefined;
  if (known.createdMs + KEPT_MS <= world.clock.nowMs()) {
    world.store.remove('remembered', key);
    return undefined;
  }
  if (known.request === request && known.fingerprint === fingerprintOf(body)) return known;
  const what = known.request === request ? 'the same parameters' : `the same endpoint (${known.request})`;
  const message = `Keys for idempotent requests can only be used with ${what} they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  throw new Fault(400, { type: 'idempotency_error', message }, true);
}

export function remember(
  world: World,
  key: string,
  request: string,
  body: string,
  answer: { status: number; json: unknown },
): void {
  world.store.put('remembered', {
    id: key,
    request,
    fingerprint: fingerprintOf(body),
    createdMs: world.clock.nowMs(),
    ...answer,
  });
}

/** The order of parameters does not matter. */
function fingerprintOf(body: string): string {
  const sorted = [...new URLSearchParams(body)].map((pair) => pair.join('=')).sort();
  return createHash('sha256').update(sorted.join('&')).digest('hex');
}
