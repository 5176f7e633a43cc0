/**
 * Where a video's file is. `awaiting`: the provider is still at it · `pending`: made, and its copying not begun ·
 * `processing`: being copied into our storage · `stored`: ours for good · `failed`: given up until somebody tries again ·
 * `deleted`: gone.
 */
export const videoStorages = ['awaiting', 'pending', 'processing', 'stored', 'failed', 'deleted'] as const;
export type VideoStorage = (typeof videoStorages)[number];

export const videoStorageTransitions: Readonly<Record<VideoStorage, readonly VideoStorage[]>> = {
  awaiting: ['pending', 'deleted'],
  pending: ['processing', 'failed', 'deleted'],
  processing: ['stored', 'pending', 'failed', 'deleted'],
  failed: ['pending', 'deleted'],
  stored: ['deleted'],
  deleted: [],
};

const aDayMs = 24 * 3_600_000;

/** Product decisions of the specification. */
export const keepingRules = {
  /** What was thrown away waits this long in the bin, and counts. */
  binDays: 7,
  /** Before a video's last day its owner is told, at each of these. */
  warnDays: [14, 3],
} as const;

/** When what lies in the bin is deleted. */
export const binEndsAt = (binnedAt: Date): Date =>
  new Date(binnedAt.getTime() + keepingRules.binDays * aDayMs);

/** How long a stored video stays, and the last warning that its owner had, in days before. */
export type Keeping = { keepUntil: Date | null; warnedDays: number | null };

/** The warning that comes next; null after the last. */
const nextWarning = (warnedDays: number | null): number | null =>
  keepingRules.warnDays.find((days) => warnedDays === null || days < warnedDays) ?? null;

/**
 * How long a video is kept under the plan in force. A plan that keeps it longer moves its last day and takes warnings back;
 * under one that keeps it shorter, or when warnings could not be sent in time, what is left is time for every warning.
 * @param keepDays what the plan says; null for ever
 */
export function keepingOf(video: Keeping & { storedAt: Date }, keepDays: number | null, now: Date): Keeping {
  if (keepDays === null) return { keepUntil: null, warnedDays: null };
  const byPlanMs = video.storedAt.getTime() + keepDays * aDayMs;
  const stands =
    video.keepUntil !== null && video.warnedDays !== null && byPlanMs <= video.keepUntil.getTime();
  const warnedDays = stands ? video.warnedDays : null;
  const untilMs = stands && video.keepUntil ? video.keepUntil.getTime() : byPlanMs;
  const next = nextWarning(warnedDays);
  const leastMs = next === null ? untilMs : now.getTime() + next * aDayMs;
  return { keepUntil: new Date(Math.max(untilMs, leastMs)), warnedDays };
}

/** The warning that is due now, in days before the last; null when none is. */
export function warningDue(video: Keeping, now: Date): number | null {
  const next = nextWarning(video.warnedDays);
  if (video.keepUntil === null || next === null) return null;
  return video.keepUntil.getTime() - now.getTime() <= next * aDayMs ? next : null;
}

/** Its last day is over, and its owner had every warning. */
export const isOverdue = (video: Keeping, now: Date): boolean =>
  video.keepUntil !== null && nextWarning(video.warnedDays) === null && video.keepUntil <= now;
