import type { JobName } from '@backlot/domain';

/** What runs by the clock, as cron in UTC. Each of these jobs looks for what is due and may run twice. */
export const schedules = {
  'uploads.expire': '7 * * * *',
  'uploads.remind': '*/5 * * * *',
  'rejections.settle': '17 * * * *',
  'uploads.sweep': '*/15 * * * *',
  'subscriptions.review': '47 * * * *',
  'exports.sweep': '23 * * * *',
  'members.erase': '43 * * * *',
  'archives.review': '*/10 * * * *',
  'generations.review': '* * * * *',
  'videos.keep': '53 * * * *',
  'activities.purge': '57 3 * * *',
  'sign-ins.purge': '27 3 * * *',
  'notices.purge': '37 3 * * *',
  'usage.roll-up': '* * * * *',
  'usage.raise-alerts': '* * * * *',
  'usage.meter-storage': '3 * * * *',
  'usage.expire-reservations': '* * * * *',
  'usage.make-partitions': '47 3 * * *',
} as const satisfies Partial<Record<JobName, string>>;
