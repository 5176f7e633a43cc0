import type { VideoMessage } from '@backlot/core';
import { type IncomingVideoMessage, readBody } from '../message.ts';
import { checkStandardWebhook } from '../standard-webhooks.ts';
import { prediction, toReplicateReport } from './map.ts';

/**
 * Judges a message of Replicate, which signs by Standard Webhooks (replicate.com/docs/topics/webhooks/verify-webhook).
 * @throws BacklotError BAD_SIGNATURE, BAD_INPUT
 */
export function verifyReplicateMessage(
  message: IncomingVideoMessage,
  { signingSecrets }: { signingSecrets: readonly string[] },
): VideoMessage {
  const externalId = checkStandardWebhook('replicate', message, signingSecrets);
  const body = readBody('replicate', message.rawBody, prediction);
  return { externalId, jobId: body.id, videoId: null, report: toReplicateReport(body) };
}
