import type { VideoMessage, VideoProviderName } from '@backlot/core';
import type { Message } from '../inbox/receive.ts';
import { keepReport } from './stored-report.ts';

/** A video provider's message as the inbox keeps it. */
export const videoMessage = (
  provider: VideoProviderName,
  generationId: string,
  { externalId, jobId, report }: Pick<VideoMessage, 'externalId' | 'jobId' | 'report'>,
): Message => ({
  source: `video:${provider}`,
  externalId,
  kind: report?.status ?? 'hint',
  payload: {
    objectId: generationId,
    objectKind: 'generation',
    paymentIntentId: null,
    report: report && keepReport(report),
    // A hint may name any job.
    jobId: report && jobId,
  },
});
