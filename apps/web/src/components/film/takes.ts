import type { Take } from '../../film/record/recording.ts';

const takes = new Map<string, Take>();

/**
 * The take of each campaign that is neither used nor discarded, as long as this tab lives: who goes to another step and
 * comes back finds it again.
 */
export const openTakes = {
  of: (campaignId: string): Take | null => takes.get(campaignId) ?? null,
  put: (campaignId: string, take: Take): void => void takes.set(campaignId, take),
  drop: (campaignId: string): void => void takes.delete(campaignId),
};
