import type { Admission, RateLimiter } from '@backlot/core';
import { memoryLimiter } from './memory.ts';

/**
 * One request to be let in, as one atomic step on the server, by the server's clock: whatever processes ask, the moments
 * in the list are all that was let in. Mirrors `admit` of core. Microseconds, because whole milliseconds could count
 * two moments as a window apart that are not. A clock set back for less than a window stands still; after
 * more than that the list is begun anew, rather than closing the door for as long.
 */
const script = `
local most, window, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local newest = tonumber(redis.call('LINDEX', KEYS[1], -1) or '0')
if newest > now + window then
  redis.call('DEL', KEYS[1])
elseif newest > now then
  now = newest
end
local oldest = redis.call('LINDEX', KEYS[1], 0)
while oldest and tonumber(oldest) <= now - window do
  redis.call('LPOP', KEYS[1])
  oldest = redis.call('LINDEX', KEYS[1], 0)
end
local held = redis.call('LLEN', KEYS[1])
if held + count <= most then
  local moment = string.format('%.0f', now)
  for _ = 1, count do redis.call('RPUSH', KEYS[1], moment) end
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000) + 1000)
  return { 1, most - held - count, window, 0 }
end
local reset = tonumber(redis.call('LINDEX', KEYS[1], -1)) + window - now
local retry = tonumber(redis.call('LINDEX', KEYS[1], held + count - most - 1)) + window - now
return { 0, most - held, reset, retry }
`;

type Script = { take(key: string, most: number, windowMicros: number, count: number): Promise<number[]> };

/** How long an answer is waited for; the limiter stands before every call. */
const answerWithinMs = 250;
/** How long the server is left alone after it did not answer. */
const pauseMs = 1_000;

/**
 * Limits that several processes share, kept in Valkey or in Redis from 5 on (each step has one key).
 *
 * While the server does not answer, each process limits by its own memory: the house stays open, and nobody gets more
 * than the limit from each process. Letting everybody through would open sign-in to guessing just when somebody
 * brings the server down; refusing everybody would close the house for want of a counter.
 * @param onTrouble told once when the server goes and once when it is back; never with an address
 */
export async function sharedLimiter(options: {
  url: string;
  onTrouble(state: 'alone' | 'shared', error?: unknown): void;
}): Promise<RateLimiter> {
  // Loaded where limits are shared, and nowhere else.
  const { Redis } = await import('ioredis');
  const redis = new Redis(options.url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: answerWithinMs,
    // What cannot be asked now is decided by memory now; asked again later, it would count twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 6), 2_000),
    scripts: { take: { lua: script, numberOfKeys: 1 } },
  });
  // Lost connections are mended by themselves; calls that meet one say so below.
  redis.on('error', () => {});
  await redis.connect().catch(() => {});

  const alone = memoryLimiter();
  let aloneUntilMs = 0;
  let isAlone = false;
  const note = (now: boolean, error?: unknown) => {
    if (isAlone !== now) options.onTrouble(now ? 'alone' : 'shared', error);
    isAlone = now;
  };
  const ask = redis as unknown as Script;
  return {
    async take(input): Promise<Admission> {
      const { key, limit, count } = input;
      if (performance.now() < aloneUntilMs) return alone.take(input);
      try {
        const answer = await ask.take(`limit:${key}`, limit.most, limit.windowMs * 1_000, count);
        const [admitted = 0, remaining = 0, resetMicros = 0, retryMicros = 0] = answer;
        note(false);
        return {
          admitted: admitted === 1,
          remaining,
          resetMs: resetMicros / 1_000,
          retryAfterMs: retryMicros / 1_000,
        };
      } catch (error) {
        note(true, error);
        aloneUntilMs = performance.now() + pauseMs;
        return alone.take(input);
      }
    },
    close: async () => redis.disconnect(),
  };
}
