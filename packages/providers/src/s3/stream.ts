import { BacklotError } from '@backlot/core';
import { translate } from './errors.ts';

/** Storage that sends nothing for this long while we wait has gone. */
const idleTimeoutMs = 30_000;

/**
 * The bytes of an answer as they come. A connection that breaks or falls silent in the middle is PROVIDER_UNAVAILABLE;
 * a reader that stops early closes the connection.
 */
export async function* guardedStream(body: object): AsyncGenerator<Uint8Array> {
  if (!isNodeStream(body)) throw new BacklotError('INTERNAL', { provider: 's3', operation: 'read' });
  const onIdle = () => body.destroy(Object.assign(new Error('storage fell silent'), { code: 'ETIMEDOUT' }));
  let idle = setTimeout(onIdle, idleTimeoutMs);
  try {
    for await (const chunk of body) {
      clearTimeout(idle);
      yield chunk;
      idle = setTimeout(onIdle, idleTimeoutMs);
    }
  } catch (error) {
    throw translate('read', error);
  } finally {
    clearTimeout(idle);
    body.destroy();
  }
}

type NodeStream = AsyncIterable<Uint8Array> & { destroy(error?: Error): void };

const isNodeStream = (body: object): body is NodeStream => Symbol.asyncIterator in body && 'destroy' in body;
