import type { Language } from '../accounts/roles.ts';
import type { FilmPromise } from '../films/promise.ts';
import { campaignLimits as limits } from './rules.ts';

/** What a person has typed so far. Anything may be missing or not yet right; it is kept as typed. */
export type CampaignDraft = {
  personName?: string;
  title?: string;
  brief?: string;
  completionsWanted?: number | null;
  completionPriceMinor?: number | null;
  language?: Language;
  film?: FilmPromise | null;
};

/** The five steps of creating a campaign, in order; Confirm is the button of the recap. */
export const campaignSteps = ['who', 'film', 'terms', 'recap', 'confirm'] as const;
export type CampaignStep = (typeof campaignSteps)[number];

export type DraftProblem = {
  field: Exclude<keyof CampaignDraft, never>;
  step: 'who' | 'film' | 'terms';
  problem: 'missing' | 'too_short' | 'too_long' | 'out_of_range' | 'payouts_needed';
};

/**
 * Everything that stands between a draft and Confirm, in the order of the steps; empty when it is complete.
 * A completion price above 0 needs an owner whose payouts are active.
 */
export function draftProblems(draft: CampaignDraft, owner: { payoutsActive: boolean }): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const say = (field: DraftProblem['field'], step: DraftProblem['step'], problem: DraftProblem['problem']) =>
    problems.push({ field, step, problem });

  const personName = draft.personName?.trim() ?? '';
  if (personName.length === 0) say('personName', 'who', 'missing');
  else if (personName.length > limits.personNameMaxLength) say('personName', 'who', 'too_long');

  if (!draft.film) say('film', 'film', 'missing');

  const title = draft.title?.trim() ?? '';
  if (title.length === 0) say('title', 'terms', 'missing');
  else if (title.length < limits.titleMinLength) say('title', 'terms', 'too_short');
  else if (title.length > limits.titleMaxLength) say('title', 'terms', 'too_long');

  if ((draft.brief?.length ?? 0) > limits.briefMaxLength) say('brief', 'terms', 'too_long');

  const wanted = draft.completionsWanted;
  if (wanted === undefined || wanted === null) say('completionsWanted', 'terms', 'missing');
  else if (!isWholeBetween(wanted, limits.completionsMin, limits.completionsMax))
    say('completionsWanted', 'terms', 'out_of_range');

  const price = draft.completionPriceMinor;
  if (price === undefined || price === null) say('completionPriceMinor', 'terms', 'missing');
  else if (!isWholeBetween(price, 0, limits.completionPriceMaxMinor))
    say('completionPriceMinor', 'terms', 'out_of_range');
  else if (price > 0 && !owner.payoutsActive) say('completionPriceMinor', 'terms', 'payouts_needed');

  if (!draft.language) say('language', 'terms', 'missing');
  return problems;
}

function isWholeBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
