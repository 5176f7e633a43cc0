import { createHash, timingSafeEqual } from 'node:crypto';
import { BacklotError, type VideoMessage } from '@backlot/core';
import { z } from 'zod';
import { type IncomingVideoMessage, nameOf, readBody } from '../message.ts';
import { checkStandardWebhook } from '../standard-webhooks.ts';
import { genericJob, toGenericReport } from './map.ts';

/** In a message a status that we do not know is a mistake of its sender's, which would otherwise wait for an end that was told. */
const genericMessage = genericJob.extend({
  status: z.enum(['processing', 'completed', 'failed', 'cancelled']),
});

type Secrets = {
  /** Of the header `x-webhook-secret`; two while one replaces the other. */
  webhookSecrets: readonly string[];
  /** Of Standard Webhooks; two while one replaces the other. */
  signingSecrets: readonly string[];
};

const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/**
 * Judges a message of the generic wire: by the headers of Standard Webhooks when it has any of them, else by the shared secret.
 * @throws BacklotError WRONG_SECRET, BAD_SIGNATURE; BAD_INPUT when it is no message or names no job
 */
export function verifyGenericVideoMessage(message: IncomingVideoMessage, secrets: Secrets): VideoMessage {
  const signed = signatureHeaders.some((name) => message.headers.has(name));
  const name = signed ? checkStandardWebhook('generic', message, secrets.signingSecrets) : null;
  if (!signed) checkSharedSecret(message.headers.get('x-webhook-secret') ?? '', secrets.webhookSecrets);
  const job = readBody('generic', message.rawBody, genericMessage);
  const [jobId, videoId] = [job.jobId ?? null, job.videoId ?? null];
  if (jobId === null && videoId === null) throw new BacklotError('BAD_INPUT', { provider: 'generic' });
  const externalId = name ?? job.eventId ?? nameOf(message.rawBody);
  return { externalId, jobId, videoId, report: toGenericReport(job) };
}

/** Digests have one length, so the time says nothing of a secret, not even how long it is. */
function checkSharedSecret(given: string, secrets: readonly string[]): void {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  let fits = false;
  for (const secret of secrets.filter((one) => one.trim() !== '')) {
    fits = timingSafeEqual(digest(given), digest(secret)) || fits;
  }
  if (!fits) throw new BacklotError('WRONG_SECRET', { provider: 'generic' });
}
