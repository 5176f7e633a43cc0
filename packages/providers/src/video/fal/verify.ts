import { createHash, type KeyObject, verify } from 'node:crypto';
import { BacklotError, type VideoMessage } from '@backlot/core';
import { type IncomingVideoMessage, isFresh, readBody } from '../message.ts';
import type { FalKeys } from './keys.ts';
import { falMessage, toFalMessageReport } from './map.ts';

/**
 * Judges a message of fal: hex Ed25519 over request id, user id, timestamp and the hex SHA-256 of the body, a line each
 * (docs.fal.ai/model-endpoints/webhooks, read 2026-11-21). fal signs the messages of all its customers by the same keys, so a
 * good signature alone does not say that it is about a job of ours: `userId` does, and so does the job's id.
 * @param input.userId our account at fal; null takes any
 * @throws BacklotError BAD_SIGNATURE, BAD_INPUT; PROVIDER_UNAVAILABLE when fal's keys cannot be had
 */
export async function verifyFalMessage(
  message: IncomingVideoMessage,
  { keys, userId }: { keys: FalKeys; userId: string | null },
): Promise<VideoMessage> {
  const { rawBody, headers, nowMs } = message;
  const header = (name: string) => headers.get(`x-fal-webhook-${name}`) ?? '';
  const [requestId, user, timestamp] = [header('request-id'), header('user-id'), header('timestamp')];
  const signature = header('signature');
  const refusal = new BacklotError('BAD_SIGNATURE', { provider: 'fal' });
  if (requestId === '' || user === '' || !isFresh(timestamp, nowMs)) throw refusal;
  if (!/^[0-9a-f]{128}$/i.test(signature) || (userId !== null && user !== userId)) throw refusal;
  const digest = createHash('sha256').update(rawBody).digest('hex');
  const signed = Buffer.from([requestId, user, timestamp, digest].join('\n'));
  const fits = (all: readonly KeyObject[]) =>
    all.some((key) => verify(null, signed, key, Buffer.from(signature, 'hex')));
  if (!fits(await keys.current(nowMs))) {
    const newer = await keys.newer(nowMs);
    if (newer === null || !fits(newer)) throw refusal;
  }
  const body = readBody('fal', rawBody, falMessage);
  const report = toFalMessageReport(body, nowMs);
  return { externalId: `${requestId}:${body.status}`, jobId: body.request_id, videoId: null, report };
}
