import type { Context } from 'hono';
import type { Door } from '../limits.ts';

/**
 * A message whose check failed counts against its sender's address, and above the limit is answered RATE_LIMITED instead
 * of what is wrong with it. The check comes first, so a verified message is never limited, whoever else sends from the
 * same address.
 */
export async function verifiedOrCounted<T>(c: Context, door: Door, verify: () => T | Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    await door.take(c, { kind: 'visitor' }, new Map([['refusedWebhooks', 1]]));
    throw error;
  }
}
