import postgres from 'postgres';
import { connectionOptions } from './client.ts';

/**
 * Hears a channel of LISTEN/NOTIFY on a connection of its own, and goes on hearing it on a new one when that is lost.
 * What is announced in between is missed, so `onConnected` is called after every start.
 * @returns a function that ends it; the first connection must succeed, or its error is thrown
 */
export async function listen(
  url: string,
  options: { name: string; channel: string; onPayload(payload: string): void; onConnected(): void },
): Promise<{ close(): Promise<void> }> {
  const sql = postgres(url, { ...connectionOptions(options.name), max: 1 });
  await sql.listen(options.channel, options.onPayload, options.onConnected);
  return { close: () => sql.end({ timeout: 1 }) };
}
