import { expect, it } from 'vitest';
import cases from './draft.cases.json' with { type: 'json' };
import { type CampaignDraft, draftProblems } from './draft.ts';
import { campaignLimits } from './rules.ts';

const complete: CampaignDraft = {
  personName: 'The night crew',
  title: 'Night on the quay',
  brief: '',
  completionsWanted: 20,
  completionPriceMinor: 0,
  language: 'fr',
  film: {
    sha256: 'a'.repeat(64),
    sizeBytes: 1,
    container: 'mp4',
    durationMs: 1,
    widthPx: 1,
    heightPx: 1,
    originalName: 'quay.mp4',
    poster: null,
  },
};

const said = (draft: CampaignDraft, payoutsActive = false) =>
  draftProblems(draft, { payoutsActive }).map(({ field, problem }) => `${field}:${problem}`);

it.each(cases)('$name', ({ changes, problems }) => {
  const draft = { ...complete, ...changes } as Record<string, unknown>;
  for (const [field, value] of Object.entries(draft)) if (value === null) delete draft[field];
  expect(said(draft as CampaignDraft)).toEqual(problems);
});

it('takes a price from an owner whose payouts are active', () => {
  expect(said({ ...complete, completionPriceMinor: 500 }, true)).toEqual([]);
});

it.each([
  ['personName', campaignLimits.personNameMaxLength],
  ['title', campaignLimits.titleMaxLength],
  ['brief', campaignLimits.briefMaxLength],
] as const)('takes %s of %i characters and not one more', (field, max) => {
  expect(said({ ...complete, [field]: 'x'.repeat(max) })).toEqual([]);
  expect(said({ ...complete, [field]: 'x'.repeat(max + 1) })).toEqual([`${field}:too_long`]);
});
