import { z } from 'zod';

/**
 * Every job, declared once: payload, how often it is tried, how long one run may take, how many run at once in one
 * worker. A job may always run twice; a run that dies is noticed by its missing heartbeat and started again.
 */
type JobDeclaration = {
  payload: z.ZodType;
  retryLimit: number;
  retryDelaySeconds: number;
  retryDelayMaxSeconds: number;
  expireInSeconds: number;
  concurrency: number;
};

const aMinute = 60;
const anHour = 60 * aMinute;

/** For jobs that wait for a service to come back: about two days with growing gaps. */
const patient = { retryLimit: 40, retryDelaySeconds: 2, retryDelayMaxSeconds: anHour } as const;

/** For what the clock starts: a run that fails is made up for by the next one. */
const bySchedule = {
  payload: z.object({}),
  retryLimit: 3,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 5 * aMinute,
  expireInSeconds: 10 * aMinute,
  concurrency: 1,
} as const;

export const jobs = {
  'inbox.process': {
    payload: z.object({ messageId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 8,
  },
  'upload.open': {
    payload: z.object({ uploadId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 4,
  },
  'upload.verify': {
    payload: z.object({ uploadId: z.uuid() }),
    ...patient,
    expireInSeconds: 30 * aMinute,
    concurrency: 2,
  },
  'asset.promote': {
    payload: z.object({ assetId: z.uuid() }),
    ...patient,
    expireInSeconds: 30 * aMinute,
    concurrency: 2,
  },
  'asset.remove': {
    payload: z.object({ assetId: z.uuid() }),
    ...patient,
    expireInSeconds: 5 * aMinute,
    concurrency: 2,
  },
  'refund.send': {
    payload: z.object({ refundId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 2,
  },
  'mail.send': {
    payload: z.object({ mailId: z.uuid() }),
    retryLimit: 12,
    retryDelaySeconds: 5,
    retryDelayMaxSeconds: anHour,
    expireInSeconds: 2 * aMinute,
    concurrency: 4,
  },
  'export.make': {
    payload: z.object({ exportId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * anHour,
    concurrency: 1,
  },
  'export.remove': {
    payload: z.object({ exportId: z.uuid() }),
    ...patient,
    expireInSeconds: 5 * aMinute,
    concurrency: 2,
  },
  'generation.request': {
    payload: z.object({ generationId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 4,
  },
  'generation.follow': {
    payload: z.object({ generationId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 8,
  },
  'generation.cancel': {
    payload: z.object({ generationId: z.uuid() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 2,
  },
  'video.archive': {
    payload: z.object({ videoId: z.uuid() }),
    ...patient,
    expireInSeconds: 6 * anHour,
    concurrency: 3,
  },
  'video.poster': {
    payload: z.object({ videoId: z.uuid() }),
    ...patient,
    expireInSeconds: 10 * aMinute,
    concurrency: 1,
  },
  'archives.review': bySchedule,
  'generations.review': bySchedule,
  'videos.keep': bySchedule,
  'subscription.end': {
    payload: z.object({ memberId: z.uuid(), subscriptionId: z.string() }),
    ...patient,
    expireInSeconds: 2 * aMinute,
    concurrency: 1,
  },
  'exports.sweep': bySchedule,
  'members.erase': bySchedule,
  'sign-ins.purge': bySchedule,
  'uploads.expire': bySchedule,
  'uploads.remind': bySchedule,
  'rejections.settle': bySchedule,
  'uploads.sweep': bySchedule,
  'notices.purge': bySchedule,
  'activities.purge': bySchedule,
  'usage.roll-up': bySchedule,
  'usage.make-partitions': bySchedule,
  'usage.expire-reservations': bySchedule,
  'subscriptions.review': bySchedule,
  'usage.raise-alerts': bySchedule,
  'usage.meter-storage': bySchedule,
} as const satisfies Record<string, JobDeclaration>;

export type JobName = keyof typeof jobs;
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]['payload']>;

/** A worker that says nothing for this long is taken for dead and its job starts again. pg-boss allows no less. */
export const heartbeatSeconds = 10;
