import {
  type Admission,
  BacklotError,
  clientAddress,
  countedAs,
  errorCatalogue,
  type Limit,
  type LimitName,
  type Limits,
  type RateLimiter,
} from '@backlot/core';
import type { Actor } from '@backlot/domain';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';

/** Who asks how often, and what is said to those who ask too often. */
export type Door = {
  /** Asks to let calls in, by name and number. RATE_LIMITED with the wait; BAD_INPUT for more than could ever be let in together. */
  take(c: Context, actor: Actor, asked: ReadonlyMap<LimitName, number>): Promise<HeaderPairs>;
  /** Lets requests of a plain route in, counted by address. */
  guard(name: LimitName): MiddlewareHandler;
  /** Under what the sender of a request is counted. */
  addressOf(c: Context): string;
};

export type HeaderPairs = readonly (readonly [string, string])[];

const visitor: Actor = { kind: 'visitor' };

/** @param trustedProxies proxies of ours that every request passes */
export function openDoor(options: { limiter: RateLimiter; limits: Limits; trustedProxies: number }): Door {
  const { limiter, limits, trustedProxies } = options;
  const addressOf = (c: Context) => {
    const peer = getConnInfo(c).remote.address ?? '';
    return countedAs(clientAddress(peer, c.req.header('x-forwarded-for'), trustedProxies));
  };
  const keyOf = (c: Context, actor: Actor, name: LimitName) => {
    const byAddress = name === 'signIn' || name === 'refusedWebhooks' || actor.kind !== 'member';
    return byAddress ? `${name}:address:${addressOf(c)}` : `${name}:member:${actor.memberId}`;
  };
  const take: Door['take'] = async (c, actor, asked) => {
    let tightest: { limit: Limit; admission: Admission } | undefined;
    for (const [name, count] of asked) {
      const limit = limits[name];
      if (count > limit.most) throw new BacklotError('BAD_INPUT', { callsMax: limit.most });
      const admission = await limiter.take({ key: keyOf(c, actor, name), limit, count });
      if (!admission.admitted) throw refusal(limit, admission);
      if (!tightest || admission.remaining < tightest.admission.remaining) tightest = { limit, admission };
    }
    return tightest ? headersOf(tightest.limit, tightest.admission) : [];
  };
  return {
    take,
    addressOf,
    guard: (name) => async (c, next) => {
      const headers = await take(c, visitor, new Map([[name, 1]]));
      await next();
      for (const [header, value] of headers) c.res.headers.set(header, value);
    },
  };
}

// To the microsecond first: a sum of fractions may come out a hair above a whole second.
const seconds = (ms: number): number => Math.max(0, Math.ceil(Math.round(ms * 1_000) / 1_000_000));

function headersOf(limit: Limit, admission: Admission): HeaderPairs {
  return [
    ['X-RateLimit-Limit', String(limit.most)],
    ['X-RateLimit-Remaining', String(Math.max(0, admission.remaining))],
    // Seconds until the whole limit is free again, not a time of day: the reader's clock may be wrong.
    ['X-RateLimit-Reset', String(seconds(admission.resetMs))],
  ];
}

/** A refusal knows the headers of its answer. */
const headersOfRefusal = new WeakMap<BacklotError, HeaderPairs>();

function refusal(limit: Limit, admission: Admission): BacklotError {
  // At least one second: who is told 0 comes back at once and is refused again.
  const retryAfterSeconds = Math.max(1, seconds(admission.retryAfterMs));
  const error = new BacklotError('RATE_LIMITED', { retryAfterSeconds, limit: limit.most });
  headersOfRefusal.set(error, [...headersOf(limit, admission), ['Retry-After', String(retryAfterSeconds)]]);
  return error;
}

/** What an error says in the head of its answer. */
export function headersOfError(error: unknown): HeaderPairs {
  return (error instanceof BacklotError && headersOfRefusal.get(error)) || [];
}

/** JSON-RPC's number for “too many requests” as tRPC's clients read it. */
const tooManyRequests = -32_029;
/** …and for a request that is not well formed. */
const badRequest = -32_600;

/** A refusal before any call of a request has run, in the shape in which tRPC's client reads errors; for all its calls. */
export function refusedCalls(error: BacklotError): Response {
  const { status, message } = errorCatalogue[error.code];
  const code = error.code === 'RATE_LIMITED' ? tooManyRequests : badRequest;
  const data = { code: error.code, httpStatus: status, details: error.data };
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  for (const [name, value] of headersOfError(error)) headers.set(name, value);
  return Response.json({ error: { message, code, data } }, { status, headers });
}
