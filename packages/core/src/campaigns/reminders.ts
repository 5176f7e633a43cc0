import { campaignRules } from './rules.ts';

/** Which reminder of a paid film that was not uploaded; counted from 1, in the order of `remindToUploadAfterMs`. */
export type UploadReminder = number;

/**
 * The reminder that is due after a film has been waited for so long, or null before the first. Only the latest: who was not
 * reminded while nothing ran does not get three mails at once.
 */
export function dueUploadReminder(waitedMs: number): UploadReminder | null {
  const due = campaignRules.remindToUploadAfterMs.filter((afterMs) => waitedMs >= afterMs).length;
  return due === 0 ? null : due;
}
